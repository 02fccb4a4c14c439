import numpy as np
import pytest

from handpose.synthesis.mesh import FINGER, SKIN_COLUMNS, Mesh, join, make_mesh
from handpose.synthesis.render import material, shadow, spherical
from handpose.synthesis.render.light import Lighting
from handpose.synthesis.render.noise import volume
from handpose.synthesis.render.raster import rasterise
from handpose.synthesis.render.shading import Lens, View, shade
from handpose.synthesis.render.skin import random_skin

SIDE, FOCAL, DISTANCE = 24, 48.0, 1.0
GREY = 0.4


def ball(centre=(0.0, 0.0, DISTANCE), radius=0.15, kind=0, finger=-1.0) -> Mesh:
    polar, azimuth = np.meshgrid(np.linspace(0, np.pi, 25), np.arange(48) * np.pi / 24)
    sine = np.sin(polar)
    normals = np.stack([sine * np.cos(azimuth), -np.cos(polar), sine * np.sin(azimuth)], -1)
    here = np.arange(48 * 25).reshape(48, 25)[:, :-1].ravel()
    there = (here + 25) % (48 * 25)
    faces = [np.stack([here, here + 1, there], 1), np.stack([there, here + 1, there + 1], 1)]
    normals = normals.reshape(-1, 3)
    skin = np.zeros((len(normals), SKIN_COLUMNS))
    skin[:, FINGER] = finger
    triangles = np.concatenate(faces)
    place = normals * radius + centre
    return make_mesh(place, triangles, kind, normals=normals, rest=normals * radius, skin=skin)


def light(soft=1.0, lamp=0.0, toward=(0.0, 0.0, -1.0)) -> Lighting:
    surround = spherical.uniform(np.full(3, soft))
    parts = (surround, spherical.diffuse(surround), [toward], [[lamp] * 3])
    return Lighting(*(np.ascontiguousarray(part, np.float32) for part in parts), 1.0)


def plain(rough=0.9) -> np.void:
    return material.material_row(kind=material.SMOOTH, colour=np.full(3, GREY), rough=rough)


def picture(mesh: Mesh, lighting: Lighting, rows=None, skin=None) -> np.ndarray:
    side, focal = 2 * SIDE, 2 * FOCAL
    vertices = mesh.vertices.astype(float)
    uv = vertices[:, :2] / vertices[:, 2:] * focal + SIDE
    buffers = rasterise(np.column_stack([uv, vertices[:, 2]]), mesh.triangles, (side, side))
    centre = np.array([0, 0, DISTANCE])
    shadows = shadow.cast(mesh.vertices, mesh.triangles, lighting.directions[0], centre, 0.4)
    skins = np.array([random_skin(np.random.default_rng(0), 2.0) if skin is None else skin])
    table = material.table(rows or [plain()])
    lens = Lens(focal, float(SIDE), float(SIDE))
    return shade(View(buffers, mesh, table, skins, volume(), lighting, shadows, lens))


def middle(image: np.ndarray) -> np.ndarray:
    return image[SIDE // 2 - 2 : SIDE // 2 + 2, SIDE // 2 - 2 : SIDE // 2 + 2].mean((0, 1))


def test_a_matt_ball_in_even_light_shows_its_colour():
    # Its own colour, and the 4 % that any surface mirrors; the wear of its paint is 8 % at most.
    assert middle(picture(ball(), light(1.0))) == pytest.approx(GREY + 0.04, rel=0.09)


def test_twice_the_light_is_twice_as_bright():
    once, twice = (picture(ball(), light(soft, lamp)) for soft, lamp in ((0.5, 0.3), (1.0, 0.6)))
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-4, atol=1e-6)


def test_an_edge_pixel_gets_the_share_that_is_covered():
    # A card before the camera from the middle of pixel 8 to that of pixel 16.
    low, high = (DISTANCE * (edge + 0.5 - SIDE / 2) / FOCAL for edge in (8, 16))
    corners = [[low, low, 1], [low, high, 1], [high, high, 1], [high, low, 1]]
    card = make_mesh(np.array(corners, float), np.array([[0, 1, 2], [0, 2, 3]]), 0)
    image = picture(card, light(1.0))[..., 0]
    inside = image[12, 12]
    assert image[12, [7, 8, 9, 15, 16, 17]] / inside == pytest.approx(
        [0, 0.5, 1, 1, 0.5, 0], abs=0.04
    )
    assert image[8, 8] / inside == pytest.approx(0.25, abs=0.04)


def test_a_lamp_lights_the_side_that_it_is_on():
    image = picture(ball(), light(0.2, 1.0, (-1.0, 0.0, 0.0)))[SIDE // 2, :, 0]
    assert image[: SIDE // 2].sum() > 2 * image[SIDE // 2 :].sum()


def test_a_thing_before_the_lamp_throws_a_shadow():
    toward = np.array([-0.6, 0.0, -0.8])
    blocker = ball(np.array([0.0, 0.0, DISTANCE - 0.15]) + 0.3 * toward, 0.06)
    lit = middle(picture(ball(), light(0.1, 1.0, tuple(toward))))
    shaded = picture(join([ball(), blocker]), light(0.1, 1.0, tuple(toward)))
    assert shaded[SIDE // 2, SIDE // 2].mean() < 0.6 * lit.mean()


def test_a_mirrored_scene_is_a_mirrored_picture():
    mesh = join([ball((-0.08, 0.03, DISTANCE), 0.1), ball((0.12, 0.0, DISTANCE), 0.06)])
    across = mesh._replace(
        vertices=mesh.vertices * np.float32([-1, 1, 1]),
        normals=mesh.normals * np.float32([-1, 1, 1]),
        triangles=np.ascontiguousarray(mesh.triangles[:, ::-1]),
    )
    lamp = light(0.5, 1.0, (-0.8, 0.0, -0.6))
    turned = lamp._replace(directions=lamp.directions * np.float32([-1, 1, 1]))
    here, there = picture(mesh, lamp), picture(across, turned)
    assert np.abs(here - there[:, ::-1]).mean() < 0.03 * here.mean()


def test_a_metal_takes_its_colour_from_what_it_mirrors():
    gold = material.material_row(kind=material.SMOOTH, colour=np.array([0.9, 0.6, 0.2]), metal=1)
    red, green, blue = middle(picture(ball(), light(1.0), [gold]))
    assert red / green == pytest.approx(1.5, rel=1e-3)
    assert blue < green < red


def test_a_lit_display_shines_in_the_dark():
    glowing = plain()
    glowing["emission"] = 0.5
    assert middle(picture(ball(), light(0.0), [glowing])) == pytest.approx(0.5 * GREY, rel=0.2)
    assert middle(picture(ball(), light(0.0))).max() < 0.02


@pytest.mark.parametrize("finger", [-1.0, 0.0, 2.0])
def test_skin_shows_its_colour_with_red_before_blue(finger):
    image = picture(ball(finger=finger), light(1.0), [material.skin(0)])
    row = random_skin(np.random.default_rng(0), 2.0)
    assert np.isfinite(image).all()
    colour = middle(image)
    assert colour[0] > colour[1] > colour[2]
    assert colour[0] == pytest.approx(row["red"], rel=0.35)


def test_light_wanders_round_the_edge_under_skin_but_not_on_paint():
    # Lit from the side, just past the edge of the light.
    lamp, where = light(0.0, 1.0, (-1.0, 0.0, 0.0)), (SIDE // 2, SIDE // 2)
    skin = picture(ball(), lamp, [material.skin(0)])[where]
    paint = picture(ball(), lamp)[where]
    assert skin[0] > 0.02
    assert skin[0] / skin[2] > 2
    assert paint.max() < 0.02
