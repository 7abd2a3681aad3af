"""API keys: list, make and revoke."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.api.context import Offered, allowed
from app.api.problems import documented
from app.api.schemas.keys import KeyCreated, KeyPage, KeyRequest
from app.api.views import key_out
from app.domain.audit import Actor
from app.services.access import Permission

router = APIRouter(prefix="/keys", tags=["keys"])
Admin = Annotated[Actor, Depends(allowed(Permission.KEYS_MANAGE))]


@router.get("", responses=documented(401, 403))
def list_keys(services: Offered, _actor: Admin) -> KeyPage:
    """Every key, revoked ones too; never a secret."""
    return KeyPage(keys=[key_out(record) for record in services.access.list_keys()])


@router.post("", status_code=201, responses=documented(400, 401, 403, 413, 422))
def create_key(body: KeyRequest, response: Response, services: Offered, actor: Admin) -> KeyCreated:
    """Make a key; its secret is in this answer and nowhere else."""
    record, token = services.access.create_key(body.name, body.role, actor)
    response.headers["Location"] = f"/v1/keys/{record.id}"
    return KeyCreated(key=key_out(record), token=token)


@router.delete("/{key_id}", status_code=204, responses=documented(401, 403, 404, 409, 422))
def revoke_key(key_id: str, services: Offered, actor: Admin) -> Response:
    """Revoke a key from now on; the last key of an administrator cannot be revoked."""
    services.access.revoke(key_id, actor)
    return Response(status_code=204)
