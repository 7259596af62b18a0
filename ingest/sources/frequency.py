"""How common the characters of a text are: what tells a right decoding from a wrong one."""

from __future__ import annotations

SAMPLE_CHARACTERS = 20_000

# The most frequent characters of Chinese prose and of official documents, simplified and traditional.
COMMON = frozenset(
    "的一是了在不和有大这主中人上为们地个用工时要动国产以我到他会作来分生对于学下级就年阶义发成部民可出能方进同行面说种过命度革而多子"
    "后自社加小机也经力线本电高量长党得实家定深法表着水理化争现所二起政三好十战无农使性前等反体合斗路图把结第里正新开论之物从当两些还"
    "天资事队批应形想制心样干都向变关问比展那它最及外没看治提五解系林者米群头意只明四道马认次文通但条较克又公建设业市县区规划推目标全"
    "省州项增重点基企务施保创安服农村城乡镇交环境技科教育强促改投达完善支持导升优"
    "這個為們來對於學會時國動產義發經線電長黨實現無農體鬥圖結開論從當兩還資隊應樣幹變關問沒頭馬認條較設業縣區規劃標項點務環護強導優"
)
SIGNS = frozenset(map(chr, [*range(0x3000, 0x3040), *range(0xFF00, 0xFF5F), *range(0x2010, 0x2027)]))


def common_share(text: str) -> float:
    """Which share of the characters beyond ASCII are common Chinese ones, punctuation not counted."""
    beyond_ascii = [sign for sign in text[:SAMPLE_CHARACTERS] if sign > "\x7f" and sign not in SIGNS]
    return sum(sign in COMMON for sign in beyond_ascii) / max(1, len(beyond_ascii))


def everyday_share(text: str) -> float:
    """Which share of the characters beyond ASCII stand among the 3,755 that GB 2312 puts first, in order of sound."""
    beyond_ascii = [sign for sign in text[:SAMPLE_CHARACTERS] if sign > "\x7f" and sign not in SIGNS]
    known = sum(0xB0 <= sign.encode("gb2312", "replace")[0] <= 0xD7 for sign in beyond_ascii)
    return known / max(1, len(beyond_ascii))
