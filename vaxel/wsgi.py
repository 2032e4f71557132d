"""The door for granian: `granian --interface wsgi vaxel.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vaxel.settings")
application = get_wsgi_application()
