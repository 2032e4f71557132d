"""What is bought: suppliers and offers, orders, receipts, bills, returns, cores and what could not be sold."""

from vaxel.business.purchasing.models.back import Claim, Core, ReturnLine, SupplierReturn
from vaxel.business.purchasing.models.bills import BillLine, BillMatch, BillPayment, SupplierBill
from vaxel.business.purchasing.models.offers import CatalogAnswer, Offer, PriceBreak, Supplier
from vaxel.business.purchasing.models.orders import (
    Amendment,
    Dispatch,
    LostSale,
    PurchaseLine,
    PurchaseLink,
    PurchaseOrder,
)
from vaxel.business.purchasing.models.receipts import GoodsReceipt, ReceiptLine

__all__ = [
    "Amendment",
    "BillLine",
    "BillMatch",
    "BillPayment",
    "CatalogAnswer",
    "Claim",
    "Core",
    "Dispatch",
    "GoodsReceipt",
    "LostSale",
    "Offer",
    "PriceBreak",
    "PurchaseLine",
    "PurchaseLink",
    "PurchaseOrder",
    "ReceiptLine",
    "ReturnLine",
    "Supplier",
    "SupplierBill",
    "SupplierReturn",
]
