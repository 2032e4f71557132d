"""Goods that come in without a purchase order, and the first balances of a store. The books follow (P-12)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vaxel.business.accounting.ledger import Draft
from vaxel.business.accounting.ledger import write as post
from vaxel.business.catalog.models import Part
from vaxel.business.locations.models import Site
from vaxel.business.stock import ledger, places
from vaxel.business.stock.ledger import Move, Moved
from vaxel.kernel import clock
from vaxel.kernel.actions import action, note
from vaxel.kernel.actors import Actor
from vaxel.kernel.ids import new_id
from vaxel.kernel.money import rdiv
from vaxel.kernel.refusals import BadInput

