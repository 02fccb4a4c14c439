import numpy as np

from handpose.synthesis.mesh import join, make_mesh, vertex_normals

# A square in the plane z = 0 whose front faces the camera, that is -z.
SQUARE = np.array([[0, 0, 0], [0, 1, 0], [1, 1, 0], [1, 0, 0]], np.float32)
FACES = np.array([[0, 1, 2], [0, 2, 3]], np.int32)


def test_normals_point_out_of_the_front():
    np.testing.assert_allclose(vertex_normals(SQUARE, FACES), np.tile([0, 0, -1], (4, 1)))


def test_normals_are_weighted_by_area():
    roof = np.array([[0, 0, 0], [0, 1, 0], [-1, 0, 0], [0, 0, 3]], np.float32)
    faces = np.array([[0, 1, 2], [0, 1, 3]], np.int32)
    # Areas 1/2 along +z and 3/2 along +x add up at the shared edge.
    np.testing.assert_allclose(
        vertex_normals(roof, faces)[0], np.array([3, 0, 1]) / np.sqrt(10), rtol=1e-6
    )


def test_joined_meshes_keep_their_corners_materials_and_labels():
    first = make_mesh(SQUARE, FACES, material=4, label=17)
    second = make_mesh(SQUARE + 5, FACES[:1], material=2, label=np.array([1]))
    both = join([first, second])
    np.testing.assert_array_equal(both.vertices[both.triangles[2]], SQUARE[FACES[0]] + 5)
    assert both.material.tolist() == [4, 4, 2]
    assert both.label.tolist() == [17, 17, 1]


def test_arrays_come_in_the_types_of_the_renderer():
    mesh = make_mesh(SQUARE[:, ::-1].astype(float), FACES[::-1], material=0)
    assert {part.dtype.name for part in mesh} == {"float32", "int32", "uint8"}
    assert all(part.flags.c_contiguous for part in mesh)
