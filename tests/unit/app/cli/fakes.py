"""Services that answer from what a test gives them, in place of those over a store."""

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType, SimpleNamespace

from app.domain.scans import ScanReport
from app.errors import NotFound
from detectors.model import Match
from tests.unit.app.exporters import reports


@dataclass
class FakeScans:
    report_: ScanReport = field(default_factory=reports.full)
    raises: BaseException | None = None
    started: list = field(default_factory=list)

    def start(self, targets, options, actor):
        self.started.append((targets, options, actor))
        return "scn_7"

    def run(self, scan_id, actor, on_progress):
        if self.raises is not None:
            raise self.raises
        return self.report_

    def report(self, scan_id):
        return self.report_

    def list(self, limit):
        return [self.report_.scan][:limit]

    def findings(self, **wanted):
        self.wanted = wanted
        return [("scn_7", finding) for finding in self.report_.findings]

    def finding(self, finding_id):
        for finding in self.report_.findings:
            if finding.id == finding_id:
                return "scn_7", finding
        raise NotFound("There is no such finding.")


class FakeInspection:
    def inspect_text(self, text, *, names=True):
        self.text = text
        return [Match("contact.mobile", 2, 13, 7, "contact.mobile", "138****5678")]


@dataclass
class FakeServices:
    scans: FakeScans = field(default_factory=FakeScans)
    inspection: FakeInspection = field(default_factory=FakeInspection)
    access: object = None
    trail: object = None
    store: object = field(default_factory=lambda: SimpleNamespace(name="sqlite:///x"))
    opened: list = field(default_factory=list)

    def install(self, monkeypatch):
        module = ModuleType("app.services.context")

        @contextmanager
        def open_services(settings, *, store_url=None, create=True, jobs=None):
            self.opened.append(store_url)
            yield self

        module.open_services = open_services
        module.NO_STORE = "none"
        monkeypatch.setitem(sys.modules, "app.services.context", module)
        return self
