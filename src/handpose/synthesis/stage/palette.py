"""The materials of one scene, collected while its meshes are made."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from handpose.synthesis.render import material


@dataclass
class Palette:
    """Rows of the material and skin tables; a mesh holds the number that adding a row gave."""

    materials: list[np.void] = field(default_factory=list)
    skins: list[np.void] = field(default_factory=list)

    def add(self, row: np.void) -> int:
        """The number of a new material."""
        self.materials.append(row)
        return len(self.materials) - 1

    def add_skin(self, row: np.void) -> int:
        """The number of a new material that is this person's skin."""
        self.skins.append(row)
        return self.add(material.skin(len(self.skins) - 1))

    def tables(self) -> tuple[np.ndarray, np.ndarray]:
        """The material table and the skin table as the renderer takes them."""
        return material.table(self.materials), np.array(self.skins)
