"""Notices that survive a redirect, in a cookie of this shop's own: the practice shop has another one."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class Notices(CookieStorage):
    """Django's, under a name of ours."""

    cookie_name = settings.NOTICE_COOKIE_NAME
