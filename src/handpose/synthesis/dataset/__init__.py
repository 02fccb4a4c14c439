"""What rendered pictures become: folders in RHD's layout, records, a live source, sheets."""
