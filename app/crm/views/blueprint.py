"""What the CRM's pages hang on."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("crm", __name__, url_prefix="/crm")
Answer = str | Response | BaseResponse | tuple[str, int]
