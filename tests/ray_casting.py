"""What a ray meets first: an independent check of what the renderer calls visible."""

import numpy as np


def first_hits(vertices, triangles, rays):
    """Depth (r,) and triangle (r,) where rays (r, 3) of depth 1 from the origin first meet a
    front face; infinity and -1 where they meet none (Moeller & Trumbore 1997)."""
    a, b, c = (vertices[triangles[:, corner]].astype(np.float64) for corner in range(3))
    first, second = b - a, c - a
    front = (np.cross(first, second) * a).sum(axis=1) < 0
    depth, hit = np.full(len(rays), np.inf), np.full(len(rays), -1)
    for number, ray in enumerate(rays):
        across = np.cross(ray, second)
        scale = (first * across).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            u = (-a * across).sum(axis=1) / scale
            turned = np.cross(-a, first)
            v = turned @ ray / scale
            away = (turned * second).sum(axis=1) / scale
            met = front & (u >= 0) & (v >= 0) & (u + v <= 1) & (away > 0.05)
        if met.any():
            nearest = np.flatnonzero(met)[away[met].argmin()]
            depth[number], hit[number] = away[nearest], nearest
    return depth, hit
