"""What a route is given: the services, who asks, in which language, and whether the role allows it."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from app.api.problems import language
from app.api.runner import ScanRunner
from app.domain.audit import Actor
from app.services.access import Permission
from app.services.context import Services
from app.wording.catalogue import Lang


def services_of(request: Request) -> Services:
    """The services that this application was wired with."""
    services: Services = request.app.state.services
    return services


def runner_of(request: Request) -> ScanRunner:
    """The queue of scans."""
    runner: ScanRunner = request.app.state.runner
    return runner


Offered = Annotated[Services, Depends(services_of)]
Queue = Annotated[ScanRunner, Depends(runner_of)]
Speaking = Annotated[Lang, Depends(language)]


def allowed(permission: Permission) -> Callable[[Request], Actor]:
    """A dependency that gives who asks, where the role allows `permission`; Forbidden otherwise, and recorded."""

    def who(request: Request) -> Actor:
        actor: Actor = request.state.actor
        services_of(request).access.authorise(actor, permission)
        return actor

    return who
