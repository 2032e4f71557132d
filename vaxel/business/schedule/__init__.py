"""The workshop's hours: who works when, what is booked on whom, and when each car will be done."""
