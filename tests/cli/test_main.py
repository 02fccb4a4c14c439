"""The command line as a process: what users type and what they get back."""

import resource
import subprocess
import sys
from pathlib import Path

import pytest

from handpose.cli import main
from handpose.cli.verbs import Verb

ROOT = Path(__file__).resolve().parents[2]


def run(*words: str, script: str = "handpose_tf.py") -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / script), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["trian"], "unknown command 'trian': did you mean train?"),
        (["train", "--max_itr=3"], "unknown option 'max_itr': did you mean max_iter?"),
        (["train", "--crop_size=0"], "--crop_size=0: 32 to 1024 px expected"),
        (["train", "--batch_size=two"], "--batch_size=two: a whole number expected"),
        (["train", "--dataset_type=RDH"], "--dataset_type=RDH: not an allowed value"),
        (["train", "-b"], "unknown flag '-b': flags are written --key=value"),
        (["train", "--=3"], "unknown flag '--=3': flags are written --key=value"),
        (["train", "RHD"], "train: unexpected 'RHD'"),
        (["train", "--config=none.yaml"], "--config=none.yaml: cannot be read"),
        (["data"], "data: say which"),
        (["data", "check"], "data check: PATH expected"),
        (["compare"], "compare: RUN RUN ... expected"),
        (["test", "a.jpg", "b.jpg"], "test: one [PICTURES] expected, 2 given; put a glob in"),
        (["test", "a.jpg", "--test_data_path=b"], "test: 'a.jpg' and --test_data_path are the"),
        (["test", "a.jpg", "--plot_evl"], "unknown option 'plot_evl': did you mean plot_eval?"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_2(words, message):
    done = run(*words)
    assert done.returncode == 2
    assert done.stderr.startswith(f"handpose_tf.py: {message}")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_help_lists_the_commands_and_their_options():
    assert "evaluation" in run("--help").stdout
    help_text = run("train", "--help").stdout
    assert "--max_iter=30000" in help_text
    assert "posenet | handnet" in help_text


def test_no_command_shows_the_overview_and_fails():
    done = run()
    assert done.returncode == 2
    assert "usage: handpose_tf.py COMMAND" in done.stdout


HEAVY = ("tensorflow", "keras", "cv2", "matplotlib", "scipy", "numpy", "rich")


@pytest.mark.parametrize("words", [["train", "--help"], ["train", "--max_itr=3"]])
def test_help_and_wrong_flags_import_nothing_heavy(words):
    code = (
        "import sys; from handpose.cli import main; main(sys.argv[1:]);"
        f"print([m for m in {HEAVY} if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_a_missing_extra_names_the_pip_command():
    code = (
        "import sys; sys.modules['tensorflow'] = None;"
        "from handpose.cli import main; sys.exit(main(['convert', '--data_path=nowhere']))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "pip install 'handpose[train]'" in done.stderr


def test_an_extra_that_is_missed_while_a_command_runs_is_named_too(tmp_path):
    (tmp_path / "hand.png").touch()
    (tmp_path / "config.yaml").write_text("network: handnet\n")
    code = (
        "import sys; sys.modules['tensorflow'] = None;"
        "from handpose.cli import main;"
        "sys.exit(main(['test', 'hand.png', '--cropped', '--load_path=.']))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.endswith("tensorflow is not installed; run: pip install 'handpose[train]'\n")


def test_the_old_conversion_command_still_runs(tmp_path):
    done = run(
        "convert_to_TFRecords", "--dataset_list=RHD", "--state=train",
        f"--data_path={tmp_path}", script="convert_to_tfrecords.py",
    )  # fmt: skip
    assert done.returncode == 1
    assert "RHD_published_v2" in done.stderr


def test_old_spellings_are_named_in_one_line_each(tmp_path):
    done = run(
        "train", "--train_mark=1", "--with_dnst=True", "--augument=False",
        f"--data_path={tmp_path}",
    )  # fmt: skip
    assert done.stderr.splitlines()[:3] == [
        "note: train_mark is now written train_marker",
        "note: with_dnst is now written with_dsnt",
        "note: augument is now written augment",
    ]


def test_old_and_new_spelling_together_are_refused():
    done = run("train", "--with_dnst=False", "--with_dsnt=True")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "--with_dnst and --with_dsnt are the same option; give one of them\n"
    )


def test_version_is_one_number():
    done = run("--version")
    assert (done.returncode, done.stdout) == (0, "0.1.0\n")


@pytest.mark.parametrize("words", [["--help"], ["train", "--help"], ["train", "--max_itr=3"]])
def test_help_and_wrong_flags_answer_within_half_a_second(words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    # The processor's time, since other work on the machine does not stretch it.
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < 0.5


def test_a_reader_that_has_seen_enough_is_no_error():
    line = f"{sys.executable} {ROOT}/handpose_tf.py train --help | head -1"
    done = subprocess.run(line, shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "train: train a network on records\n"
    assert done.stderr == ""


@pytest.mark.parametrize(
    "typed", ["2024_01_31", "1e5", "0x10", "None", "a,b", "[x]", "{}", "True", "007", "a-b", "1.50"]
)
def test_a_name_stays_as_it_was_typed(typed, monkeypatch):
    taken = []
    monkeypatch.setattr(Verb, "function", lambda self: lambda *accepted: taken.append(accepted))
    assert main(["test", f"--test_data_path={typed}", "--save_test_plot_path", typed]) == 0
    assert main(["data", "check", typed]) == 0
    (config,), (path, _) = taken
    assert (config.test_data_path, config.save_test_plot_path, path) == (typed, typed, typed)


@pytest.mark.parametrize(
    "line", ["007 --plot_eval", "--test_data_path=007 --plot_eval", "--plot_eval=True 007"]
)
def test_pictures_may_be_given_as_a_word(line, monkeypatch):
    taken = []
    monkeypatch.setattr(Verb, "function", lambda self: taken.append)
    assert main(["test", *line.split()]) == 0
    assert (taken[0].test_data_path, taken[0].plot_eval) == ("007", True)


def test_a_training_takes_over_the_network_of_its_load_path(tmp_path, monkeypatch, capsys):
    taken = []
    monkeypatch.setattr(Verb, "function", lambda self: taken.append)
    (tmp_path / "RUN").mkdir()
    (tmp_path / "RUN" / "config.yaml").write_text("network: handnet\ncrop_size: 96\n")
    words = ["train", f"--load_path={tmp_path}/RUN", "--max_iter=9"]
    assert main(words) == 0
    assert (taken[0].network, taken[0].input_size, taken[0].max_iter) == ("handnet", 96, 9)
    assert main([*words, "--network=posenet"]) == 2
    assert "--network=posenet" in capsys.readouterr().err


def test_flags_become_numbers_lists_and_truths(monkeypatch):
    taken = []
    monkeypatch.setattr(Verb, "function", lambda self: taken.append)
    line = "train --augment --with_dsnt=False --lr=1e-3,1e-4 --lr_iter=[5] --batch_size 4 --sigma=3"
    assert (
        main([*line.split(), "--protocol=hand3d,mmpose", "--gpu_id=0,1", "--crop_size=None"]) == 0
    )
    (config,) = taken
    assert (config.augment, config.with_dsnt) == (True, False)
    assert (config.lr, config.lr_iter, config.batch_size, config.sigma) == (
        [1e-3, 1e-4],
        [5],
        4,
        3.0,
    )
    assert (config.protocol, config.gpu_id, config.crop_size) == (["hand3d", "mmpose"], "0,1", None)
