"""The pages in a real browser: Debian's Chromium, without a window. Pictures of them end in .screenshots/."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import __version__, run
from pipeline.stages import report as stage

playwright = pytest.importorskip("playwright.sync_api", reason="playwright drives the browser: pip install playwright")

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PICTURES = Path(__file__).resolve().parents[2] / ".screenshots"
DESK, PHONE = (1440, 900), (360, 740)
LOCAL = ("file:", "data:")
ATTACK = "<img src=x onerror=alert(1)><script>alert(1)</script>"
LAYERS = {"claims": "c", "figures": "f", "dates": "d", "entities": "e", "citations": "l"}
LONG = "antidisestablishmentarianism" * 12

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here (apt-get install chromium)")
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=sandbox)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def folder(sample: run.Summary, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample."""
    out: Path = tmp_path_factory.mktemp("sample") / "site"
    stage.run(sample.tables, out, __version__)
    return out


@pytest.fixture
def opened(browser: Any) -> Iterator[Open]:
    """Opens a file; at the end no page may have asked a server for anything, nor complained."""
    contexts: list[Any] = []
    wrong: list[str] = []

    def visit(path: Path, size: tuple[int, int] = DESK, dark: bool = False, row: str = "", **options: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda asked: wrong.extend(url for url in [asked.url] if not url.startswith(LOCAL)))
        page.goto(path.as_uri() + row)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def index(folder: Path) -> Path:
    return folder / "index.html"


@pytest.fixture
def insight(folder: Path) -> Path:
    return folder / "reports" / "IN10265.html"


def picture(page: Any, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{name}.png")


def charts(page: Any) -> None:
    page.wait_for_selector("html[data-charts=drawn]")


def marked(page: Any, layer: str) -> bool:
    """Whether the first span of a layer shows its mark: a ground under claims, a line under the others."""
    style = "backgroundImage" if layer == "claims" else "textDecorationLine"
    span = page.locator(f"#text .{LAYERS[layer]}").first
    return bool(span.evaluate(f"s => getComputedStyle(s).{style} !== 'none'"))


def in_view(page: Any, selector: str) -> bool:
    inside = "e => { const b = e.getBoundingClientRect(); return b.top >= 0 && b.bottom <= innerHeight }"
    return bool(page.locator(selector).first.evaluate(inside))


# ---- the collection


def test_the_first_page_draws_its_charts_and_lists_the_reports(opened: Open, index: Path) -> None:
    page = opened(index)
    charts(page)
    assert page.locator(".chart svg").count() == page.locator(".chart").count() >= 8
    assert page.locator("ol.list li").count() == 4
    picture(page, "index-light")


def test_the_list_narrows_as_you_type(opened: Open, index: Path) -> None:
    page = opened(index)
    search = page.get_by_role("searchbox")
    search.fill("JAPAN defense")
    assert page.locator("ol.list li").count() == 1
    assert "U.S.-Japan" in page.locator("ol.list").inner_text()
    assert page.locator(".reports .found").inner_text() == "1 of 4 reports"
    search.fill("no such report")
    assert page.locator("ol.list li").count() == 0
    search.fill("")
    page.locator("select[name=series]").select_option("LSB")
    assert page.locator("ol.list li").count() == 1


def test_a_search_is_found_again_on_the_way_back(opened: Open, index: Path) -> None:
    page = opened(index)
    page.get_by_role("searchbox").fill("IN10265")
    page.get_by_role("searchbox").press("Tab")
    page.locator("ol.list a").first.click()
    page.wait_for_selector("#text")
    page.go_back()
    page.wait_for_selector("form.find:not([hidden])")
    assert page.get_by_role("searchbox").input_value() == "IN10265"
    assert page.locator("ol.list li").count() == 1


def test_charts_tell_their_numbers_without_being_seen(opened: Open, index: Path) -> None:
    page = opened(index)
    charts(page)
    page.get_by_text("Numbers").nth(2).click()
    assert "percent" in page.locator("figure details[open]").inner_text()


# ---- a report


@pytest.mark.parametrize("layer", LAYERS)
def test_toggles_hide_and_show_a_layer(opened: Open, insight: Path, layer: str) -> None:
    page = opened(insight)
    box = page.get_by_role("checkbox", name=re.compile(layer, re.IGNORECASE))
    assert marked(page, layer)
    box.uncheck()
    assert not marked(page, layer)
    page.reload()
    assert not marked(page, layer)  # remembered
    box.check()
    assert marked(page, layer)


def test_hovering_shows_the_rows_and_leaving_hides_them(opened: Open, insight: Path) -> None:
    page = opened(insight)
    page.locator("#text .d", has_text="April 27").first.hover()
    panel = page.locator("#panel")
    panel.wait_for(state="visible")
    shown = panel.inner_text()
    assert "2015-04-27" in shown
    assert "dates." in shown
    assert "Claim" in shown  # the date stands in a claim
    picture(page, "report-panel")
    page.mouse.move(2, 2)
    panel.wait_for(state="hidden")


def test_a_click_holds_the_panel_until_escape(opened: Open, insight: Path) -> None:
    page = opened(insight)
    page.locator("#text .l", has_text="P.L. 113-291").click()
    page.mouse.move(2, 2)
    page.wait_for_timeout(500)
    panel = page.locator("#panel")
    assert panel.get_by_role("link").get_attribute("href").startswith("https://www.congress.gov/")
    page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_a_claim_of_the_list_leads_to_its_place_and_marks_it(opened: Open, insight: Path) -> None:
    page = opened(insight)
    claim = page.locator(".claim-list a").last
    claim.click()
    assert in_view(page, "#text .target")
    assert claim.get_attribute("aria-current") == "true"
    cue = claim.locator("b").inner_text()
    assert cue in "".join(page.locator("#text .target").all_inner_texts())
    assert page.evaluate("document.activeElement.matches('.target')")
    picture(page, "report-claim")


def test_claims_are_filtered_by_type(opened: Open, insight: Path) -> None:
    page = opened(insight)
    every = page.locator(".claim-list a").count()
    button = page.locator(".types button", has_text="stance")
    button.click()
    assert 0 < page.locator(".claim-list a").count() < every
    assert set(page.locator(".claim-list .type").all_inner_texts()) == {"stance"}
    button.click()
    assert page.locator(".claim-list a").count() == every


def test_an_address_leads_to_a_row(opened: Open, insight: Path) -> None:
    page = opened(insight)
    link = page.locator(".claim-list a").nth(5)
    text = link.locator("b").inner_text()
    there = opened(insight, row=link.get_attribute("href"))
    assert in_view(there, "#text .target")
    assert text in "".join(there.locator("#text .target").all_inner_texts())


def test_sections_lead_to_their_headings(opened: Open, insight: Path) -> None:
    page = opened(insight, size=(1600, 900))
    last = page.locator(".contents a").last
    last.click()
    page.wait_for_function("document.querySelector('.contents a[aria-current]')")
    heading = page.locator("#text h2").last
    assert heading.inner_text() == last.inner_text()
    assert heading.evaluate("e => e.getBoundingClientRect().top < innerHeight")


# ---- by keyboard


def test_the_first_stop_is_a_way_past_the_navigation(opened: Open, insight: Path) -> None:
    page = opened(insight)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_marks_are_one_stop_and_arrows_lead_on(opened: Open, insight: Path) -> None:
    page = opened(insight)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.dataset.r")
    assert first is not None
    assert page.locator("#panel").is_visible()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.dataset.r") != first
    page.keyboard.press("ArrowLeft")
    assert page.evaluate("document.activeElement.dataset.r") == first
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('aside')?.id") == "claims"


def test_the_list_of_claims_is_one_stop_and_enter_goes_to_the_text(opened: Open, insight: Path) -> None:
    page = opened(insight)
    page.locator(".claim-list a[tabindex='0']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.locator(".claim-list a").nth(2).evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.matches('#text .target')")


def test_focus_can_be_seen(opened: Open, index: Path) -> None:
    page = opened(index)
    for _ in range(4):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


# ---- light and dark, small and printed


def ground(page: Any) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_dark_where_the_system_is_dark_and_the_choice_is_remembered(opened: Open, index: Path, insight: Path) -> None:
    light = ground(opened(index))
    page = opened(index, dark=True)
    dark = ground(page)
    assert dark != light
    charts(page)
    picture(page, "index-dark")
    page.get_by_role("button", name="Switch to light").click()
    assert ground(page) == light
    page.goto(insight.as_uri())
    assert ground(page) == light
    page.get_by_role("button", name="Switch to dark").click()
    assert ground(page) == dark
    picture(page, "report-dark")


def test_charts_follow_the_choice(opened: Open, index: Path) -> None:
    page = opened(index)
    charts(page)
    label = "getComputedStyle(document.querySelector('.chart svg text')).fill"
    before = page.evaluate(label)
    page.get_by_role("button", name="Switch to dark").click()
    page.wait_for_function(f"{label} !== {before!r}")


@pytest.mark.parametrize("name", ["index.html", "reports/IN10265.html", "reports/R99001.html"])
def test_nothing_is_wider_than_a_phone(opened: Open, folder: Path, name: str) -> None:
    page = opened(folder / name, size=PHONE)
    if name == "index.html":
        charts(page)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE[0]
    picture(page, f"phone-{Path(name).stem}")


def test_drawers_open_and_escape_closes_them(opened: Open, insight: Path) -> None:
    page = opened(insight, size=PHONE)
    assert page.locator("#claims").is_hidden()
    page.get_by_role("button", name="Claims list").click()
    assert page.locator("#claims").is_visible()
    picture(page, "phone-claims")
    page.keyboard.press("Escape")
    assert page.locator("#claims").is_hidden()
    page.get_by_role("button", name="Claims list").click()
    page.locator(".claim-list a").nth(3).click()
    assert page.locator("#claims").is_hidden()
    assert in_view(page, "#text .target")


def test_a_touch_shows_the_rows_at_the_foot(opened: Open, insight: Path) -> None:
    page = opened(insight, size=PHONE, has_touch=True)
    page.locator("#text .e").first.tap()
    panel = page.locator("#panel")
    panel.wait_for(state="visible")
    assert panel.evaluate("e => Math.round(e.getBoundingClientRect().bottom) === innerHeight")
    picture(page, "phone-panel")


def test_on_paper_there_is_the_text_alone(opened: Open, insight: Path) -> None:
    page = opened(insight)
    page.emulate_media(media="print")
    assert page.locator("#text").is_visible()
    assert not any(page.locator(part).is_visible() for part in (".tools", "#claims", "#contents", ".top"))
    picture(page, "report-print")


def test_without_scripts_there_are_text_and_numbers(opened: Open, index: Path, insight: Path) -> None:
    page = opened(insight, java_script_enabled=False)
    assert page.locator("#text").inner_text().startswith("Evolution")
    first = opened(index, java_script_enabled=False)
    assert first.locator("ol.list a").count() == 4


# ---- odd input


def test_what_stands_in_tables_stays_text(opened: Open, press: Any) -> None:
    text = f"T\n\n{ATTACK}\n\nAcme says {ATTACK} {LONG} in 2015."
    folder = press.site(
        press.report(
            "R1", text,
            press.mention(text, "entities", "Acme", norm=ATTACK),
            press.mention(text, "claims", f"Acme says {ATTACK}", source=ATTACK, source_start=3, source_end=3 + len(ATTACK)),
            press.mention(text, "dates", "2015", rule=ATTACK),
            headings=(ATTACK,), title=ATTACK, series=ATTACK, topics=[ATTACK, LONG],
        ),
        press.report("R2", f"שלום {LONG}", title=LONG),
    )  # fmt: skip
    for size in (DESK, PHONE):
        page = opened(folder / "index.html", size=size)
        charts(page)
        assert ATTACK in page.locator("ol.list").inner_text()
        assert "<img" in page.locator("#chart-names-0 svg").text_content()
        page.locator("#chart-names-0 path[aria-roledescription=bar]").first.hover()
        page.wait_for_timeout(200)
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        page = opened(folder / "reports" / "R1.html", size=size)
        assert page.locator("h1").inner_text() == ATTACK
        page.locator("#text .d").click()
        assert ATTACK in page.locator("#panel").inner_text()
        assert page.locator("img").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") == size[0]
        assert (
            opened(folder / "reports" / "R2.html", size=size).evaluate("document.documentElement.scrollWidth")
            == size[0]
        )


def test_a_report_without_anything_has_a_page(opened: Open, press: Any) -> None:
    page = opened(press.site(press.report("R1", "", title=None)) / "reports" / "R1.html")
    assert "This report has no text." in page.locator("main").inner_text()
    assert "No claims were found" in page.locator("#claims").inner_text()


def test_twenty_thousand_reports_can_be_searched(opened: Open, press: Any) -> None:
    folder = press.site(press.report("R1", "Text."))
    rows = ",".join(f'["R{n}","R{n}","Title of report {n}","2015-01-01","R",{n},5,[0]]' for n in range(23_500))
    (folder / "static" / "list.js").write_text(f'window.REPORTS={{"topics":["Farms"],"rows":[{rows}]}};')
    page = opened(folder / "index.html")
    seconds = """() => {
        const form = document.querySelector("form.find");
        const start = performance.now();
        form.q.value = "report 2349";
        form.q.dispatchEvent(new Event("input", { bubbles: true }));
        return (performance.now() - start) / 1000;
    }"""
    assert page.evaluate(seconds) < 1
    assert page.locator("ol.list li").count() == 13
