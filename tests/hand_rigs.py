"""One average hand and its rig, made once for all tests of synthesis."""

from functools import cache

from handpose.synthesis.anatomy.asset import HandAsset, load_asset
from handpose.synthesis.anatomy.posed import SkinMap
from handpose.synthesis.anatomy.rig import Rig, build_rig
from handpose.synthesis.anatomy.shape import Traits, shape_of
from handpose.synthesis.anatomy.skin_map import skin_map


@cache
def hand_asset() -> HandAsset:
    return load_asset()


@cache
def hand_skin() -> SkinMap:
    return skin_map(hand_asset())


@cache
def average_rig(mcp_offset: float = 0.25, cmc_offset: float = 0.0) -> Rig:
    return build_rig(shape_of(hand_asset(), Traits()), hand_skin(), mcp_offset, cmc_offset)
