"""The till: the counter page that goes on when the network, the server or the browser dies."""
