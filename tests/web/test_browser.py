"""A reader with a browser: every page at desktop and phone width, with the accessibility checker, and what one does on them."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from test_pages import PAGES

from invented import CONCLUSION

pytest.importorskip("playwright.sync_api")
axe_module = pytest.importorskip("axe_playwright_python.sync_playwright")

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]

WIDTHS = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 390, "height": 844}}
OURS = [path for path in PAGES if not path.startswith("/findings")]
SCREENSHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
FINDING = CONCLUSION.findings[0]
PLACE = f"/document/{CONCLUSION.id}?place={FINDING.start}-{FINDING.end}#at-{FINDING.start}-{FINDING.end}"


@pytest.fixture(params=list(WIDTHS))
def page(request: pytest.FixtureRequest, browser: Any, server: str) -> Iterator[Any]:
    """A fresh page that fails its test on any script error, dialog, blocked script, or request to elsewhere."""
    context = browser.new_context(viewport=WIDTHS[request.param], base_url=server, accept_downloads=True, locale="vi-VN")
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"script error: {error}"))
    page.on("console", lambda m: troubles.append(m.text) if m.type == "error" and "404" not in m.text else None)
    page.on("dialog", lambda dialog: (troubles.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda r: None if r.url.startswith((server, "data:")) else troubles.append(f"request to {r.url}"))
    page.width_name = request.param
    yield page
    context.close()
    assert not troubles


@pytest.mark.parametrize("path", [*OURS, PLACE])
def test_pages_are_accessible_and_fit_the_width(page: Any, path: str) -> None:
    for language in ("vi", "en"):
        separator = "&" if "?" in path else "?"
        before, _, anchor = path.partition("#")
        page.goto(f"{before}{separator}lang={language}" + (f"#{anchor}" if anchor else ""))
        results = axe_module.Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]})
        assert results.violations_count == 0, results.generate_report()
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("words", ["trễ hạn đất đai", "tre han dat dai"])
def test_a_search_leads_to_the_highlighted_evidence(page: Any, words: str) -> None:
    page.goto("/")
    page.get_by_label("Tìm trong kết luận").last.fill(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    assert page.locator(".result mark").count() >= 4
    page.get_by_text("giải quyết trễ hạn 57 hồ sơ").click()
    page.wait_for_url("**/document/*place=*")
    assert "".join(page.locator(".text .place").all_inner_texts()) == FINDING.text
    assert page.locator(".entry.active .quote").inner_text() == FINDING.text
    box = page.locator(".text .place").first.bounding_box()
    assert box and 0 <= box["y"] < page.viewport_size["height"], "the place is in view"


def test_a_click_in_the_record_lights_its_place(page: Any) -> None:
    page.goto(f"/document/{CONCLUSION.id}")
    page.locator(".entry .jump").nth(1).click()
    assert "".join(page.locator(".text .lit").all_inner_texts()) == CONCLUSION.findings[1].text
    page.locator(".places .person").first.click()
    assert page.locator(".text .lit").all_inner_texts() == ["Lò Vân Khuất"]


def test_filters_narrow_and_can_be_taken_off_with_the_keyboard(page: Any) -> None:
    page.goto("/search")
    if page.width_name == "phone":
        page.get_by_text("Bộ lọc", exact=True).click()
    link = page.locator(".facets a", has_text="Đất đai").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**category=land*")
    assert page.locator(".total strong").inner_text() == "1"
    page.locator(".active a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "category" not in url)
    assert page.locator(".total strong").inner_text() == "11"


def test_downloads_are_what_the_page_shows(page: Any, tmp_path: Path) -> None:
    page.goto("/search?q=" + quote("trễ hạn"))
    shown = [text.strip() for text in page.locator(".result .quote").all_inner_texts()]
    for form in ("CSV", "Excel"):
        with page.expect_download() as waiting:
            page.locator(".take").get_by_text(form).click()
        waiting.value.save_as(tmp_path / form)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "CSV").read_bytes().decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO((tmp_path / "Excel").read_bytes())).active
    assert sheet is not None
    assert [r["text"] for r in rows] == [c.value for c in sheet["E"]][1:] == shown


def test_without_scripts_everything_still_works(browser: Any, server: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=server)
    page = context.new_page()
    page.goto("/search?q=tre+han")
    page.locator(".result .quote a").first.click()
    assert page.locator(".text .place").count()
    context.close()


def test_screenshots_for_the_documentation(browser: Any, server: str) -> None:
    """Written only on demand (`KETLUAN_SCREENSHOTS=1`), so that a test run leaves the tree clean."""
    if not os.environ.get("KETLUAN_SCREENSHOTS"):
        pytest.skip("KETLUAN_SCREENSHOTS is not set")
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    search = "/search?q=" + quote("trễ hạn")
    pages = {"overview": "/", "search": search, "document": PLACE, "agency": OURS[7], "citation": OURS[8], "person": OURS[9]}
    for width, size in WIDTHS.items():
        context = browser.new_context(viewport=size, base_url=server)
        page = context.new_page()
        for name, path in pages.items():
            if width == "desktop" or name in ("search", "document"):
                page.goto(path)
                page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png")
        context.close()
