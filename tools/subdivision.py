"""One step of Catmull-Clark subdivision as a sparse matrix, so that it can follow skinning.

Catmull & Clark, "Recursively generated B-spline surfaces on arbitrary topological meshes", 1978.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, diags, identity, vstack


def edges_of(faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Edges (e, 2) of quadrilaterals (f, 4), and the edge (f, 4) that follows every corner."""
    pairs = np.stack([faces, np.roll(faces, -1, axis=1)], axis=-1)
    edges, number = np.unique(np.sort(pairs.reshape(-1, 2)), axis=0, return_inverse=True)
    return edges, number.reshape(faces.shape)


def subdivide(faces: np.ndarray, count: int) -> tuple[csr_matrix, np.ndarray]:
    """The matrix (fine, count) from coarse to fine vertices, and the fine faces (4 f, 4).

    The fine vertices are the coarse ones, then one for each edge, then one for each face.
    """
    edges, edge_of_corner = edges_of(faces)
    face_points = _incidence(faces, count) / 4
    middles = _incidence(edges, count) / 2
    edge_faces = _incidence(edge_of_corner, len(edges)).T.tocsr()
    border = np.asarray(edge_faces.sum(axis=1)).ravel() == 1
    edge_points = _edge_points(middles, edge_faces @ face_points, border)
    vertex_points = _vertex_points(edges, middles, _incidence(faces, count).T, face_points, border)
    matrix = csr_matrix(vstack([vertex_points, edge_points, face_points]))
    return matrix, _fine_faces(faces, count + edge_of_corner, count + len(edges))


def _incidence(members: np.ndarray, count: int) -> csr_matrix:
    """(rows, count): one where a row has that member."""
    rows = np.repeat(np.arange(len(members)), members.shape[1])
    return csr_matrix((np.ones(members.size), (rows, members.ravel())), (len(members), count))


def _edge_points(middles: csr_matrix, faces: csr_matrix, border: np.ndarray) -> csr_matrix:
    """Halfway between an edge's middle and its two faces; the middle itself on the border."""
    return diags(np.where(border, 1, 0.5)) @ middles + diags(np.where(border, 0, 0.25)) @ faces


def _vertex_points(
    edges: np.ndarray,
    middles: csr_matrix,
    vertex_faces: csr_matrix,
    face_points: csr_matrix,
    border: np.ndarray,
) -> csr_matrix:
    """(F + 2 R + (k - 3) V) / k inside, half V and a quarter of both border middles outside."""
    count = middles.shape[1]
    vertex_edges = _incidence(edges, count).T
    valence = np.asarray(vertex_edges.sum(axis=1)).ravel()
    outside = vertex_edges @ border.astype(float) > 0
    inner = diags(1 / valence**2) @ (vertex_faces @ face_points + 2 * vertex_edges @ middles)
    inner += diags((valence - 3) / valence) @ identity(count)
    outer = identity(count) / 2 + vertex_edges @ diags(border / 4) @ middles
    return diags(np.where(outside, 0.0, 1.0)) @ inner + diags(outside.astype(float)) @ outer


def _fine_faces(faces: np.ndarray, edge_rows: np.ndarray, first_face_row: int) -> np.ndarray:
    """Four faces for each: corner, middle of the next edge, the face's point, of the last edge."""
    centres = np.broadcast_to(np.arange(len(faces))[:, None] + first_face_row, faces.shape)
    corners = [faces, edge_rows, centres, np.roll(edge_rows, 1, axis=1)]
    return np.stack(corners, axis=-1).reshape(-1, 4)
