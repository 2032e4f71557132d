"""The calendar of hours: technicians, bays and loan cars by day and week; bookings; and what is to be placed."""
