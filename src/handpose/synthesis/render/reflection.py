"""Light on a surface, seen from the camera: matt, glossy, and wandering under skin."""

from __future__ import annotations

from handpose.synthesis.compiled import inlined
from handpose.synthesis.render.light import Lighting
from handpose.synthesis.render.spherical import from_direction
from handpose.synthesis.render.surface import Surface, Vector, mix, unit_of

# Under skin red light wanders farthest: it comes round edges and blurs the relief.
_WRAP = (0.35, 0.14, 0.08)
_SMOOTHED = (0.75, 0.45, 0.3)
_SHADOW_BLEED = (0.65, 0.95, 1.0)
_BRIGHTEST_GLINT = 1.2
_GRAZING = 0.3  # below this slant the mesh is too coarse to say where its edge is


@inlined
def reflected(
    surface: Surface, normal: Vector, view: Vector, lighting: Lighting, openness: float, lit: float
) -> Vector:
    """Linear radiance (red, green, blue) toward the camera.

    normal: of the mesh, without relief; view: unit vector to the camera; openness: how much of
    the surroundings a point sees, 0..1; lit: how much of the first lamp reaches it, 0..1.
    """
    facing = surface.x * view[0] + surface.y * view[1] + surface.z * view[2]
    facing = max(0.02, facing)
    matt, gloss = _from_lamps(surface, normal, view, facing, lighting, openness, lit)
    around = _matt_surround(surface, normal, lighting, openness)
    mirrored = _mirrored_surround(surface, view, facing, lighting, openness)
    fuzz = surface.sheen * (1 - facing) ** 3
    return (
        _sum(surface, surface.red, matt[0] + around[0], gloss[0] + mirrored[0], fuzz),
        _sum(surface, surface.green, matt[1] + around[1], gloss[1] + mirrored[1], fuzz),
        _sum(surface, surface.blue, matt[2] + around[2], gloss[2] + mirrored[2], fuzz),
    )


@inlined
def _from_lamps(
    surface: Surface, normal: Vector, view: Vector, facing: float, lighting: Lighting,
    openness: float, lit: float,
) -> tuple[Vector, Vector]:  # fmt: skip
    """What a white surface would send out of the lamps' light, matt, and what is mirrored."""
    red = green = blue = 0.0
    gloss_red = gloss_green = gloss_blue = 0.0
    for k in range(len(lighting.directions)):
        toward = (lighting.directions[k, 0], lighting.directions[k, 1], lighting.directions[k, 2])
        # Only the first lamp has a shadow map.
        share = lit if k == 0 else mix(1.0, openness, 0.5)
        r, g, b = _matt(surface, normal, toward, share)
        glint = _glint(surface, view, facing, toward) * share
        lamp = lighting.colours[k]
        red, green, blue = red + lamp[0] * r, green + lamp[1] * g, blue + lamp[2] * b
        gloss_red += lamp[0] * glint
        gloss_green += lamp[1] * glint
        gloss_blue += lamp[2] * glint
    return (red, green, blue), (gloss_red, gloss_green, gloss_blue)


@inlined
def _sum(surface: Surface, colour: float, matt: float, gloss: float, fuzz: float) -> float:
    """Matt light in the colour, with fuzz; gloss in white, or in the colour for a metal."""
    body = colour * (1 - surface.metal) * matt * (1 + fuzz / (0.1 + colour))
    tinted = mix(1.0, colour / surface.reflectance, surface.metal)
    return body + gloss * tinted + surface.emission * colour


@inlined
def _matt(surface: Surface, normal: Vector, toward: Vector, lit: float) -> Vector:
    """How much of a lamp's red, green and blue a matt surface sends out."""
    bent = surface.x * toward[0] + surface.y * toward[1] + surface.z * toward[2]
    if surface.scatter <= 0:
        plain = max(0.0, bent) * lit
        return plain, plain, plain
    smooth = normal[0] * toward[0] + normal[1] * toward[1] + normal[2] * toward[2]
    return (
        _wrapped(mix(bent, smooth, _SMOOTHED[0]), _WRAP[0]) * lit ** _SHADOW_BLEED[0],
        _wrapped(mix(bent, smooth, _SMOOTHED[1]), _WRAP[1]) * lit ** _SHADOW_BLEED[1],
        _wrapped(mix(bent, smooth, _SMOOTHED[2]), _WRAP[2]) * lit ** _SHADOW_BLEED[2],
    )


@inlined
def _wrapped(cosine: float, wrap: float) -> float:
    """Diffuse light that reaches past the edge; as much in all as without (Green 2004)."""
    return max(0.0, (cosine + wrap) / (1 + wrap)) / (1 + wrap)


@inlined
def _matt_surround(surface: Surface, normal: Vector, lighting: Lighting, openness: float) -> Vector:
    """Light from all sides; what folds hide is brightened by light from skin to skin."""
    s = surface.scatter
    bleed_red, bleed_green = mix(1.0, 0.6, s), mix(1.0, 0.85, s)
    return (
        _surround(surface, normal, lighting, 0, _SMOOTHED[0] * s) * openness**bleed_red,
        _surround(surface, normal, lighting, 1, _SMOOTHED[1] * s) * openness**bleed_green,
        _surround(surface, normal, lighting, 2, _SMOOTHED[2] * s) * openness,
    )


@inlined
def _surround(
    surface: Surface, normal: Vector, lighting: Lighting, colour: int, smoothed: float
) -> float:
    x, y, z = unit_of(
        mix(surface.x, normal[0], smoothed),
        mix(surface.y, normal[1], smoothed),
        mix(surface.z, normal[2], smoothed),
    )
    return max(0.02, from_direction(lighting.diffuse, colour, x, y, z))


@inlined
def _mirrored_surround(
    surface: Surface, view: Vector, facing: float, lighting: Lighting, openness: float
) -> Vector:
    """The light from all sides that is mirrored toward the camera."""
    x = 2 * facing * surface.x - view[0]
    y = 2 * facing * surface.y - view[1]
    z = 2 * facing * surface.z - view[2]
    share = _fresnel(surface.reflectance, facing, surface.rough) * openness**2
    return (
        share * from_direction(lighting.surround, 0, x, y, z),
        share * from_direction(lighting.surround, 1, x, y, z),
        share * from_direction(lighting.surround, 2, x, y, z),
    )


@inlined
def _glint(surface: Surface, view: Vector, facing: float, toward: Vector) -> float:
    """The mirrored share of a lamp: GGX with Smith's shadowing and Schlick's Fresnel term."""
    slant = surface.x * toward[0] + surface.y * toward[1] + surface.z * toward[2]
    if slant <= 0:
        return 0.0
    x, y, z = unit_of(toward[0] + view[0], toward[1] + view[1], toward[2] + view[2])
    half = max(0.0, surface.x * x + surface.y * y + surface.z * z)
    between = max(0.0, view[0] * x + view[1] * y + view[2] * z)
    a2 = surface.rough**4
    spread = a2 / (half * half * (a2 - 1) + 1) ** 2
    k = (surface.rough + 1) ** 2 / 8
    hidden = 1 / (4 * mix(k, 1.0, slant) * mix(k, 1.0, facing))
    # A rough surface mirrors less at the edge.
    edge = max(surface.reflectance, 1 - surface.rough)
    fresnel = mix(surface.reflectance, edge, (1 - between) ** 5)
    seen = min(1.0, facing / _GRAZING)
    return seen * min(_BRIGHTEST_GLINT, spread * hidden * fresnel * slant)


@inlined
def _fresnel(reflectance: float, facing: float, rough: float) -> float:
    """The mirrored share of the light from all sides; rough surfaces mirror less at the edge."""
    return reflectance + (1 - reflectance) * (1 - facing) ** 5 * (1 - rough) * 0.5
