"""gunicorn reads this by itself when it is started in this folder; the command line has the last word."""

worker_class = "portal.server.Worker"  # threads; answers of ours to what gunicorn refuses
logger_class = "portal.server.Logger"  # JSON lines
control_socket_disable = True  # nobody listens on it
limit_request_line = 8190  # bytes; gunicorn's default cuts long searches off
