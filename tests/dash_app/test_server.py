import socket

from dash_app.server import free_port


def test_a_wanted_port_is_kept_when_it_is_free_and_replaced_when_it_is_not():
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        taken = held.getsockname()[1]
        assert free_port("127.0.0.1", taken) != taken
    assert free_port("127.0.0.1", taken) == taken
