"""Web pages of portals and newspapers: main text, title, date, byline and attachments, without the furniture."""

from __future__ import annotations

import sys

import pytest

pytest.importorskip("trafilatura")

from ketluan.errors import InputError, ResourceError
from ketluan.ingest import load_bytes
from ketluan.ingest.base import Loaded
from ketluan.ingest.limits import Limits
from ketluan.ingest.markup import visible_lines
from ketluan.text.encodings import encode

BODY = """
<p>Theo kết luận, trong giai đoạn 2019-2023, đơn vị đã thực hiện nhiều nhiệm vụ được giao theo đúng quy định.</p>
<p>Tuy nhiên, qua kiểm tra 120 hồ sơ, Đoàn thanh tra phát hiện <b>15 hồ sơ</b> giải quyết quá hạn, không có văn bản xin lỗi.</p>
<table><tr><th>STT</th><th>Nội dung</th></tr><tr><td>1</td><td><p>Quá hạn</p></td></tr></table>
<ul><li>Yêu cầu Giám đốc kiểm điểm;</li><li>Khắc phục trước ngày 30/9/2024.</li></ul>
<p>Thanh tra tỉnh giao Phòng Nghiệp vụ theo sát và đôn đốc việc làm theo kết luận này và báo cáo kết quả.</p>
"""
MENU = '<nav><ul><li><a href="/">Trang chủ</a></li><li><a href="/t">Tin tức sự kiện nổi bật trong ngày</a></li></ul></nav>'
OTHERS = (
    '<div class="tin-lien-quan"><h3>Tin liên quan</h3><ul><li><a href="/a">Khởi tố vụ án ở một huyện khác</a></li></ul></div>'
)
FOOTER = "<footer>Cơ quan chủ quản: Báo Mẫu. Giấy phép số 1/GP-BTTTT ngày 01/01/2020.</footer>"
NEWSPAPER = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Kết luận thanh tra tại Sở X - Báo Mẫu</title>
<meta property="og:site_name" content="Báo Mẫu"><meta property="article:published_time" content="2024-08-05T10:15:00+07:00">
<meta name="author" content="Văn Mẫu"><script>var a = "<p>không phải chữ</p>";</script></head><body>{MENU}
<h1 class="title">Kết luận thanh tra tại Sở X</h1><h2 class="sapo">Thanh tra tỉnh vừa công bố kết luận thanh tra tại Sở X.</h2>
<article>{BODY}</article>{OTHERS}{FOOTER}</body></html>"""
PORTAL = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Cổng</title></head>
<body><form id="aspnetForm" class="menu"><table width="100%"><tr><td class="menu">{MENU}</td><td><div id="content">
<div class="breadcrumb">Trang chủ &gt; Thanh tra</div>
<h1>Thông báo kết luận thanh tra Sở X</h1><span>Ngày đăng: 05/08/2024 - 10:15</span><div class="noi-dung">{BODY}</div>
<div>Tệp đính kèm: <a href="/Upload/kl 12.pdf">Kết luận số 12</a></div></div></td></tr></table></form>{FOOTER}</body></html>"""
MAIN = [
    "Theo kết luận, trong giai đoạn 2019-2023, đơn vị đã thực hiện nhiều nhiệm vụ được giao theo đúng quy định.",
    "Tuy nhiên, qua kiểm tra 120 hồ sơ, Đoàn thanh tra phát hiện 15 hồ sơ giải quyết quá hạn, không có văn bản xin lỗi.",
    "STT | Nội dung",
    "1 | Quá hạn",
    "Yêu cầu Giám đốc kiểm điểm;",
    "Khắc phục trước ngày 30/9/2024.",
    "Thanh tra tỉnh giao Phòng Nghiệp vụ theo sát và đôn đốc việc làm theo kết luận này và báo cáo kết quả.",
]


def read(page: str) -> Loaded:
    return load_bytes(page.encode(), "a.html")


def test_a_newspapers_page() -> None:
    loaded = read(NEWSPAPER)
    title = "Kết luận thanh tra tại Sở X"
    assert loaded.text.splitlines() == [title, "Thanh tra tỉnh vừa công bố kết luận thanh tra tại Sở X.", *MAIN]
    hints = loaded.hints
    assert (hints.title, hints.published, hints.byline, hints.publisher) == (title, "2024-08-05", "Văn Mẫu", "Báo Mẫu")
    assert (loaded.source.method, loaded.source.media_type) == ("html", "text/html")
    assert loaded.pages[0].engines == ["trafilatura"]


def test_a_portals_page() -> None:
    loaded = read(PORTAL)
    assert loaded.text.splitlines()[:1] == ["Thông báo kết luận thanh tra Sở X"]
    assert [line for line in loaded.text.splitlines() if line in MAIN] == MAIN
    assert "Giấy phép" not in loaded.text and "Trang chủ" not in loaded.text
    assert loaded.hints.published == "2024-08-05"
    assert [w.message for w in loaded.warnings if w.code == "attachment"] == ["not read: Kết luận số 12 </Upload/kl 12.pdf>"]


@pytest.mark.parametrize("encoding", ["windows-1258", "tcvn3", "vni", "viscii", "utf-16-le"])
def test_pages_in_legacy_encodings(encoding: str) -> None:
    page = NEWSPAPER.replace("utf-8", encoding)
    assert load_bytes(encode(page, encoding), "a.html").text == read(NEWSPAPER).text


def test_a_date_of_the_text_is_no_date_of_publication() -> None:
    page = f"<html><head><title>Kết luận</title></head><body><div>{BODY}</div></body></html>"
    assert read(page).hints.published is None


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<h1>A</h1>\n<p>ngắn<br>hai</p>", "A\nngắn\nhai"),
        ("<html><body><p>x &amp; y&nbsp;z</body>", "x & y z"),
        ("<html><script>a</script language><body><p>This is a test.</p></body></html>", "This is a test."),
        ("<div>" * 50_000 + "Thanh tra" + "</div>" * 50_000, "Thanh tra"),
        ("<b>" * 30_000 + "x", "x"),
    ],
    ids=range(5),
)  # fmt: skip
def test_small_and_broken_pages(page: str, text: str) -> None:
    assert read(f"<!DOCTYPE html>{page}").text == text


@pytest.mark.parametrize(
    ("page", "code"),
    [("<html><body></body></html>", "input-no-text"), ("<!-- nothing -->", "input-no-text"), (NEWSPAPER, "input-too-large")],
)
def test_pages_without_text_or_with_too_much(page: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        load_bytes(page.encode(), "a.html", limits=Limits(max_chars=100))
    assert caught.value.code == code


def test_a_missing_extractor_is_named_with_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    with pytest.raises(ResourceError) as caught:
        read(NEWSPAPER)
    assert caught.value.code == "resource-missing" and "ketluan[html]" in str(caught.value.hint)


MHTML = (
    b'From: <Saved by Word>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary="b"\r\n\r\n--b\r\n'
    b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
)


def test_a_web_archive_is_read_as_its_page() -> None:
    import quopri

    page = quopri.encodestring(NEWSPAPER.encode()).replace(b"\n", b"\r\n")
    loaded = load_bytes(MHTML + page + b"\r\n--b--\r\n", "a.doc")
    assert loaded.text == read(NEWSPAPER).text
    assert loaded.source.media_type == "multipart/related"


def test_a_web_archive_without_a_page_is_damaged() -> None:
    with pytest.raises(InputError) as caught:
        load_bytes(MHTML.replace(b"text/html", b"image/png") + b"x\r\n--b--\r\n", "a.mht")
    assert caught.value.code == "input-corrupt"


@pytest.mark.parametrize(
    "page", ["a tail<p>b</p> of the root that is long enough to be found", "<span>chỉ có một dòng chữ dài ở đây</span> và"]
)
def test_text_outside_of_every_block(page: str) -> None:
    assert read(f"<!DOCTYPE html>{page}").text


def test_visible_lines() -> None:
    page = "<p>a<script>x</script> b</p><table><tr><td>1<td>2</table>tail<style>y</style>"
    assert visible_lines(page) == ["a b", "1 | 2", "tail"]
