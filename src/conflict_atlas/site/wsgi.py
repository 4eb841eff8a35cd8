"""The entry point of the web server process."""

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application

from conflict_atlas.site import lifeline

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conflict_atlas.site.settings")
application = get_wsgi_application()
# What is loaded by now stays for the life of the process: the collector need not look at it again.
gc.freeze()
lifeline.follow(lambda: os.kill(os.getppid(), signal.SIGTERM))
