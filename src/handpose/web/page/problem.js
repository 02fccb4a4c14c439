/** Something that the visitor can mend: the name of its sentence in words.js, and what it is about. */
export class Problem extends Error {
  constructor(word, about = "") {
    super(`${word} ${about}`);
    this.word = word;
    this.about = about;
  }
}
