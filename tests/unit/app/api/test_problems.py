"""Everything that goes wrong leaves as a problem document that repeats nothing of the request."""

import inspect

import pytest

from app import errors
from app.api.problems import STATUS
from app.wording.catalogue import keys, texts
from tests.unit.app.api.services import scan

VALUE = "planted-value-13800000000"


def error_codes():
    """The codes of every error of the tree."""
    found = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, errors.AppError)]
    return {each.code for each in found}


def test_every_error_has_a_status_and_a_title_in_both_languages():
    """The table knows each code of the error tree, and each has a Chinese and an English title of its own."""
    assert error_codes() <= set(STATUS)
    for code in STATUS:
        assert f"api.title_{code}" in keys()
        both = texts(f"api.title_{code}")
        assert both["en"]
        assert both["zh"]
        assert both["en"] != both["zh"]


@pytest.mark.parametrize(
    ("header", "title"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.1", "对象不存在"),
        ("en-GB,en;q=0.9,zh;q=0.1", "There is no such thing"),
        ("fr, zh;q=0.2, en;q=0.1", "对象不存在"),
        ("zh;q=0, en", "There is no such thing"),
        ("zh;q=broken", "There is no such thing"),
        ("", "There is no such thing"),
    ],
)
def test_titles_follow_the_language_asked_for(service, header, title):
    """Accept-Language chooses the title by weight; without one, the configured language holds."""
    response = service.client("analyst").get("/v1/scans/none", headers={"Accept-Language": header})
    assert response.status_code == 404
    assert response.json()["title"] == title
    assert response.json()["type"] == "urn:mishao:problem:not_found"


@pytest.mark.parametrize(
    ("method", "path", "body", "said"),
    [
        ("get", "/v1/nothing", None, "该地址无服务；可用地址见 /v1/openapi.json。"),
        ("get", "/v1/findings?cursor=xx", None, "游标不是本服务给出的。"),
        ("post", "/v1/scans", {"targets": [7]}, "1 个字段缺失或有误。"),
        ("post", "/v1/scans", {"targets": [7], "options": 7}, "2 个字段缺失或有误。"),
    ],
)
def test_details_follow_the_language_too(service, method, path, body, said):
    """What exactly was wrong is told in the language asked for, as the title is."""
    arguments = {} if body is None else {"json": body}
    for header, wanted in (("zh", said), ("en", None)):
        response = getattr(service.client("analyst"), method)(path, headers={"Accept-Language": header}, **arguments)
        detail = response.json()["detail"]
        assert detail == wanted if wanted else detail.isascii()


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("post", "/v1/scans", {"targets": [], VALUE: VALUE}, 422, "invalid_request"),
        ("post", "/v1/scans", {"targets": [7]}, 422, "invalid_request"),
        ("post", "/v1/scans", {"targets": ["/x"], "options": {"min_confidence": VALUE}}, 422, "invalid_request"),
        ("post", "/v1/scans", {"targets": ["/x"], "options": {"labels": [VALUE]}}, 422, "invalid_request"),
        ("post", "/v1/scans", {"targets": ["/x"], "options": {"org": {VALUE: 1}}}, 422, "invalid_request"),
        ("post", "/v1/scans", {"targets": ["/no/such"]}, 422, "target"),
        ("post", "/v1/inspect", {"text": 5, "channel": VALUE}, 422, "invalid_request"),
        ("post", "/v1/inspect", [VALUE], 422, "invalid_request"),
        ("post", "/v1/keys", {"name": VALUE, "role": "root"}, 422, "invalid_request"),
        ("get", f"/v1/findings?limit={VALUE}", None, 422, "invalid_request"),
        ("get", "/v1/findings?cursor=bm90LW91cnM=", None, 400, "usage"),
        ("get", "/v1/verdicts", None, 422, "invalid_request"),
        ("get", f"/{VALUE}", None, 404, "not_found"),
        ("put", "/v1/scans", None, 405, "method_not_allowed"),
    ],
)
def test_bad_requests_are_told_without_repeating_them(service, method, path, body, status, code):
    """Status and code are the table's, the form is RFC 9457's, and no value or name of the sender is repeated."""
    response = service.client("admin").request(method, path, json=body)
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= set(response.json())
    assert VALUE not in response.text


@pytest.mark.parametrize("path", ["/v1/scans", "/v1/inspect"])
def test_broken_json_is_one_clear_problem(service, path):
    """A body that is no JSON is 400, not a traceback."""
    headers = {"Content-Type": "application/json"}
    response = service.client("admin").post(path, content=b'{"text": "' + VALUE.encode(), headers=headers)
    assert (response.status_code, response.json()["code"]) == (400, "usage")
    assert VALUE not in response.text


def test_a_fault_of_ours_says_nothing_of_its_cause(service, monkeypatch):
    """An unexpected error is 500 `internal`, and its text stays inside."""

    def fail(limit=50):
        raise RuntimeError(VALUE)

    admin = service.client("admin")
    monkeypatch.setattr(service.services.scans, "list", fail)
    response = admin.get("/v1/scans")
    assert (response.status_code, response.json()["code"]) == (500, "internal")
    assert VALUE not in response.text


def test_a_store_that_is_gone_is_unavailable(service, monkeypatch):
    """Where the store does not answer, health says 503 without saying more."""

    def fail(limit=50):
        raise errors.StoreError("The store cannot be reached.")

    monkeypatch.setattr(service.services.scans, "list", fail)
    assert service.stranger.get("/healthz").status_code == 503


def test_the_document_shows_every_refusal_with_an_example(service):
    """Each operation documents 401, each that takes a body 413 and 422, all as problem documents with an example."""
    paths = service.client("hook").get("/v1/openapi.json").json()["paths"]
    for path, item in paths.items():
        for operation in item.values():
            if path == "/healthz":
                continue
            answers = operation["responses"]
            assert "401" in answers, path
            if "requestBody" in operation:
                assert {"413", "422"} <= set(answers), path
            for status, answer in answers.items():
                if status.startswith("4"):
                    example = answer["content"]["application/problem+json"]["example"]
                    assert example["status"] == int(status)
                    assert example["code"] in STATUS


def test_conflict_is_409(service):
    """An error of the tree leaves with the status of its code."""
    service.services.scans.kept["s_9"] = scan("s_9")

    def clash(scan_id):
        raise errors.Conflict("The scan is running already.")

    service.services.scans.report = clash
    response = service.client("analyst").get("/v1/scans/s_9/report")
    assert (response.status_code, response.json()["detail"]) == (409, "The scan is running already.")
