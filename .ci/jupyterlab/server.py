"""Serves the JupyterLab of ./build with Debian's jupyter_server.

Run with /usr/bin/python3 server.py --port=N --ServerApp.root_dir=DIR; it
listens on the loopback address only, without a password.
"""

import json
import os
import sys

from jupyter_server.base.handlers import APIHandler
from jupyterlab_server import LabServerApp
from tornado import web
from tornado.websocket import WebSocketHandler

HERE = os.path.dirname(os.path.abspath(__file__))
BUILD = os.path.join(HERE, "build")
STATE = os.environ.get("RIG_STATE", os.path.join(HERE, "state"))


class Me(APIHandler):
    """GET /api/me, which jupyter_server 2 has and 1.23 lacks."""

    @web.authenticated
    def get(self):
        name = "rig"
        identity = {
            "username": name, "name": name, "display_name": name,
            "initials": "R", "avatar_url": None, "color": None,
        }
        self.finish(json.dumps({"identity": identity, "permissions": {}}))


class Events(WebSocketHandler):
    """The event stream of jupyter_server 2: accepted, and silent."""

    def on_message(self, message):
        pass


def page_config(_handler, config):
    # News comes from the network; the language servers' plugins are not built;
    # the debugger asks after every cell for a session that there is not.
    config["disabledExtensions"] = [
        "@jupyterlab/debugger-extension",
        "@jupyterlab/apputils-extension:announcements",
        "@jupyterlab/fileeditor-extension:language-server",
        "@jupyterlab/notebook-extension:language-server",
    ]
    return config


class Rig(LabServerApp):
    name = "rig"
    app_name = "JupyterLab rig"
    extension_url = "/lab"
    default_url = "/lab"
    load_other_extensions = False
    app_settings_dir = os.path.join(STATE, "application_settings")
    user_settings_dir = os.path.join(STATE, "user_settings")
    workspaces_dir = os.path.join(STATE, "workspaces")
    static_dir = os.path.join(BUILD, "static")
    schemas_dir = os.path.join(BUILD, "schemas")
    themes_dir = os.path.join(BUILD, "themes")
    templates_dir = os.path.join(HERE, "templates")
    labextensions_path = []
    extra_labextensions_path = []
    serverapp_config = {
        "ip": "127.0.0.1",
        "token": "",
        "password": "",
        "allow_root": True,
        "open_browser": False,
        "disable_check_xsrf": True,
        "port_retries": 0,
    }

    def initialize_handlers(self):
        super().initialize_handlers()
        self.handlers.insert(0, (r"/api/me", Me))
        self.handlers.insert(0, (r"/api/events/subscribe", Events))

    def initialize_settings(self):
        super().initialize_settings()
        self.settings["page_config_hook"] = page_config


def _jupyter_server_extension_points():
    return [{"module": __name__, "app": Rig}]


if __name__ == "__main__":
    os.environ.setdefault("JUPYTER_NO_CONFIG", "1")
    sys.modules.setdefault("server", sys.modules["__main__"])
    Rig.launch_instance()
