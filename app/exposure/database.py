"""Who can reach a table: what its rights, the server's access rules and the connection show."""

from app.domain.exposure import Exposure, ExposureReport, ExposureState


def readable_in_table() -> ExposureReport:
    """Values that a query returns in clear are not encrypted at rest by the application."""
    return ExposureReport((Exposure(ExposureState.CLEARTEXT_REST, "readable_in_table"),))


def transit(encrypted: bool | None, loopback: bool) -> ExposureReport:
    """What the connection itself shows: no TLS on it means that values cross the wire in clear."""
    if encrypted is None:
        return ExposureReport(unknown=(Exposure(ExposureState.CLEARTEXT_TRANSIT, "tls_not_reported"),))
    if encrypted:
        return ExposureReport()
    detail = "loopback or local socket only" if loopback else "over the network"
    state = ExposureState.CLEARTEXT_TRANSIT
    if loopback:
        # what never leaves the machine is no transmission; that others connect alike is not shown by it
        return ExposureReport(unknown=(Exposure(state, "connection_without_tls", detail),))
    return ExposureReport((Exposure(state, "connection_without_tls", detail),))


def public_grant(privileges: tuple[str, ...]) -> ExposureReport:
    """Rights that every account of the server holds."""
    if not privileges:
        return ExposureReport()
    detail = f"PUBLIC may {', '.join(privileges)}"
    return ExposureReport((Exposure(ExposureState.BROAD_INTERNAL, "public_grant", detail),))


def open_access(rules: tuple[str, ...], *, world: bool, evidence: str) -> ExposureReport:
    """Access rules that let anybody in without a credential; `world` where from any address."""
    if not rules:
        return ExposureReport()
    state = ExposureState.WORLD_READABLE if world else ExposureState.BROAD_INTERNAL
    return ExposureReport((Exposure(state, evidence, "; ".join(rules[:5])),))


def unanswered(state: ExposureState, evidence: str, detail: str) -> ExposureReport:
    """A question that the server did not answer to this account."""
    return ExposureReport(unknown=(Exposure(state, evidence, detail),))


def server_transit(addresses: str) -> ExposureReport:
    """A server without TLS that listens beyond the loopback interface talks in clear with whoever connects."""
    heard = [address.strip() for address in addresses.split(",") if address.strip()]
    far = [address for address in heard if address not in ("localhost", "::1") and not address.startswith("127.")]
    if not far:
        return ExposureReport()
    detail = f"TLS is off, listening on {', '.join(far)}"
    return ExposureReport((Exposure(ExposureState.CLEARTEXT_TRANSIT, "server_without_tls", detail),))
