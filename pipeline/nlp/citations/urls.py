"""The official page of a citation, built from its id without asking anyone.

Patterns, by the site that documents or uses them:

- congress.gov: bills, treaty documents, CRS products and slip laws since the 104th Congress
  (`/bill/119th-congress/house-bill/1`, `/treaty-document/103rd-congress/39`, `/crs-product/R48913`,
  `/113/plaws/publ291/PLAW-113publ291.pdf`), the addresses that the site's own pages carry.
- uscode.house.gov: a section or chapter of the Code by its granule id in the current release; slip laws since the
  82nd Congress as PDF (`/statutes/pl/93/344.pdf`).
- ecfr.gov: `/current/title-40/part-80/section-80.27`, paragraphs as `#p-80.27(c)`.
- federalregister.gov: `/citation/91-FR-1234` since volume 59 (1994), `/executive-order/N` since E.O. 12890 (1994).
- govinfo.gov link service (https://www.govinfo.gov/link-docs/): earlier Federal Register volumes and the Statutes at
  Large since volume 65 (1951).
- tile.loc.gov: the United States Reports that the Library of Congress has scanned, volumes 1 to 542.
- gao.gov/products, cbo.gov/publication.

An id that leads to no stable page (cases, other reporters, older laws, proclamations) has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pipeline.values import Citation

FIRST_SLIP_LAW_CONGRESS, FIRST_STATVIEWER_CONGRESS, FIRST_BILL_CONGRESS = 104, 82, 82
FIRST_FR_VOLUME_ONLINE, FIRST_EO_ONLINE, FIRST_STATUTE_VOLUME, LAST_USREP_VOLUME = 59, 12890, 65, 542

BILL_PATHS = {
    "hr": "house-bill",
    "s": "senate-bill",
    "hres": "house-resolution",
    "sres": "senate-resolution",
    "hjres": "house-joint-resolution",
    "sjres": "senate-joint-resolution",
    "hconres": "house-concurrent-resolution",
    "sconres": "senate-concurrent-resolution",
}


def ordinal(number: int) -> str:
    """`1st`, `93rd`, `112th`."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def official_page(kind: str, norm: str) -> str | None:
    """The address of the official page that the id leads to, None where there is no stable one."""
    build = BUILDERS.get(kind)
    return build(norm.split("/")[1:], norm) if build else None


def cited(start: int, end: int, kind: str, norm: str, rule: str) -> Citation:
    """The row of a citation, its official page included."""
    return Citation(start, end, kind, norm, official_page(kind, norm), rule)


def _public_law(parts: list[str], _: str) -> str | None:
    congress, number = int(parts[0]), parts[1]
    if congress >= FIRST_SLIP_LAW_CONGRESS:
        return f"https://www.congress.gov/{congress}/plaws/publ{number}/PLAW-{congress}publ{number}.pdf"
    if congress >= FIRST_STATVIEWER_CONGRESS:
        return f"https://uscode.house.gov/statutes/pl/{congress}/{number}.pdf"
    return None


def _usc(parts: list[str], _: str) -> str | None:
    title, target = parts[0], parts[1]
    if not title.isdigit():
        return None
    granule = target.replace("chapter-", "chapter") if target.startswith("chapter-") else f"section{target}"
    if "-" in granule and not granule.startswith("section"):
        return None
    return f"https://uscode.house.gov/view.xhtml?req=granuleid:USC-prelim-title{title}-{granule}&num=0&edition=prelim"


def _cfr(parts: list[str], _: str) -> str | None:
    base, target = f"https://www.ecfr.gov/current/title-{parts[0]}", parts[1]
    if re.match(r"(?:part|chapter|subtitle)-", target):
        return "/".join([base, target, *(part for part in parts[2:3] if part.startswith("subpart-"))])
    part, dot, _rest = target.partition(".")
    if not part.isdigit():
        return None
    if not dot:
        return f"{base}/part-{part}"
    paragraphs = "".join(f"({part})" for part in parts[2:])
    return f"{base}/part-{part}/section-{target}" + (f"#p-{target}{paragraphs}" if paragraphs else "")


def _fed_reg(parts: list[str], _: str) -> str:
    volume, page = parts
    if int(volume) >= FIRST_FR_VOLUME_ONLINE:
        return f"https://www.federalregister.gov/citation/{volume}-FR-{page}"
    return f"https://www.govinfo.gov/link/fr/{volume}/{page}"


def _stat(parts: list[str], _: str) -> str | None:
    volume, page = parts
    return f"https://www.govinfo.gov/link/statute/{volume}/{page}" if int(volume) >= FIRST_STATUTE_VOLUME else None


def _bill(parts: list[str], norm: str) -> str | None:
    path = BILL_PATHS[norm.split("/", 1)[0]]
    if len(parts) < 2 or int(parts[0]) < FIRST_BILL_CONGRESS:
        return None
    return f"https://www.congress.gov/bill/{ordinal(int(parts[0]))}-congress/{path}/{parts[1]}"


def _executive_order(parts: list[str], _: str) -> str | None:
    number = parts[0]
    known = number.isdigit() and int(number) >= FIRST_EO_ONLINE
    return f"https://www.federalregister.gov/executive-order/{number}" if known else None


def _reporter(parts: list[str], norm: str) -> str | None:
    volume, page = parts
    if not norm.startswith("us/") or not volume.isdigit() or not page.isdigit() or int(volume) > LAST_USREP_VOLUME:
        return None
    stem, name = f"usrep{int(volume):03d}", f"usrep{int(volume):03d}{int(page):03d}"
    return f"https://tile.loc.gov/storage-services/service/ll/usrep/{stem}/{name}/{name}.pdf"


def _treaty(parts: list[str], _: str) -> str:
    return f"https://www.congress.gov/treaty-document/{ordinal(int(parts[0]))}-congress/{parts[1]}"


def _gao(parts: list[str], _: str) -> str:
    number = "-".join(parts).lower()
    # Before 1999 the division stands where `gao` does now: GAO/NSIAD-96-12 is found as nsiad-96-12.
    return f"https://www.gao.gov/products/{number.removeprefix('gao-') if len(parts) > 1 else number}"


BUILDERS: dict[str, Callable[[list[str], str], str | None]] = {
    "public_law": _public_law,
    "usc": _usc,
    "cfr": _cfr,
    "fed_reg": _fed_reg,
    "stat": _stat,
    "bill": _bill,
    "executive_order": _executive_order,
    "reporter": _reporter,
    "treaty": _treaty,
    "crs_report": lambda parts, _: f"https://www.congress.gov/crs-product/{parts[0]}",
    "gao_report": _gao,
    "cbo_report": lambda parts, _: f"https://www.cbo.gov/publication/{parts[0]}",
}
