"""The machine of a payment: unknown is a state with an owner, never silently a yes or a no (F-45)."""

from vaxel.kernel.states import Machine

PAYMENT = Machine("payment", pending="taken declined cancelled unknown", unknown="taken declined cancelled",
                  taken="", declined="", cancelled="")  # fmt: skip
