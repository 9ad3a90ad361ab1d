"""Line icons on a 24 grid, 1.5 wide: the inside of each `<svg>`. Drawn for this product."""

ICONS: dict[str, str] = {
    "add": '<path d="M12 5v14M5 12h14"/>',
    "agenda": (
        '<rect x="4" y="5" width="16" height="15" rx="2"/><path d="M4 10h16M8.5 3v4M15.5 3v4"/>'
    ),
    "alert": '<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.2v.1"/>',
    "archive": '<path d="M4 5h16v4H4zM5.5 9v10h13V9M10 13h4"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "bell": '<path d="M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4"/>',
    "camera": '<path d="M4 8h3.5L9 5.5h6L16.5 8H20v11H4z"/><circle cx="12" cy="13.2" r="3.2"/>',
    "channels": (
        '<circle cx="5.5" cy="12" r="2"/><circle cx="18.5" cy="5" r="2"/>'
        '<circle cx="18.5" cy="12" r="2"/><circle cx="18.5" cy="19" r="2"/>'
        '<path d="M7.5 12h9M7.2 11l9.5-5M7.2 13l9.5 5"/>'
    ),
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "comment": '<path d="M4 5h16v11h-8.5L8 20v-4H4z"/>',
    "desk": '<path d="M3 9h18M5 9v10M19 9v10M12 9v5h7"/>',
    "done": '<circle cx="12" cy="12" r="8.5"/><path d="m8.5 12.3 2.5 2.5 4.7-5"/>',
    "down": '<path d="m7 10 5 5 5-5"/>',
    "download": '<path d="M12 4v11m-4.5-4.5L12 15l4.5-4.5M5 19.5h14"/>',
    "edit": '<path d="M5 19h3.5L19 8.5 15.5 5 5 15.5zM13 7.5l3.5 3.5"/>',
    "evaluation": (
        '<path d="M4 12a8 8 0 0 1 13.7-5.6L20 9M20 4v5h-5'
        'M20 12a8 8 0 0 1-13.7 5.6L4 15M4 20v-5h5"/>'
    ),
    "eye": (
        '<path d="M2.5 12C5 7.75 8.2 5.75 12 5.75S19 7.75 21.5 12c-2.5 4.25-5.7 6.25-9.5 6.25'
        'S5 16.25 2.5 12z"/><circle cx="12" cy="12" r="2.75"/>'
    ),
    "feed": '<path d="M5 11a8 8 0 0 1 8 8M5 5a14 14 0 0 1 14 14"/><circle cx="6" cy="18" r="1"/>',
    "file": '<path d="M6 3h8l4 4v14H6zM14 3v4h4"/>',
    "forward": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "history": '<path d="M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 8v4.5l3 1.75"/>',
    "house": '<path d="M4 20h16M5.5 20V9.5L12 4l6.5 5.5V20M10 20v-5.5h4V20"/>',
    "image": (
        '<rect x="4" y="5" width="16" height="14" rx="1.5"/>'
        '<path d="m4 16 5-5 4.5 4.5 2.5-2.5 4 4"/>'
    ),
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "issues": '<path d="M4 5h16v11h-8.5L8 20v-4H4zM12 8v4M12 13.6v.1"/>',
    "key": '<circle cx="8" cy="12" r="4"/><path d="M12 12h9M17.5 12v3.5M21 12v2.5"/>',
    "language": (
        '<path d="M4 6h9M8.5 4v2m2.75 0c-.75 4-3 7-6.75 9m2-6c1 2.5 3 4.5 5.5 5.75'
        'M12 20l4-9.5L20 20m-6.6-3.25h5.2"/>'
    ),
    "library": '<path d="M4 4h4v16H4zM10 4h4v16h-4zM16.4 5l3-.8 2.6 15.2-3 .8z"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1 1'
        'M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1"/>'
    ),
    "lock": (
        '<rect x="5" y="11" width="14" height="9" rx="1.5"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>'
    ),
    "magazine": (
        '<path d="M12 6C10 4.6 7 4 3.5 4v14.5c3.5 0 6.5.6 8.5 2 2-1.4 5-2 8.5-2V4C17 4 14 4.6 12 6z'
        'M12 6v14.5"/>'
    ),
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="1.5"/><path d="m4 7 8 6 8-6"/>',
    "meeting": (
        '<ellipse cx="12" cy="15" rx="7" ry="3.5"/><circle cx="5.5" cy="8" r="1.75"/>'
        '<circle cx="12" cy="6" r="1.75"/><circle cx="18.5" cy="8" r="1.75"/>'
    ),
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "monitoring": '<path d="M3 12h4l2.5-7 5 14 2.5-7h4"/>',
    "open": '<path d="M13 5h6v6M19 5l-9 9M17 14v5H5V7h5"/>',
    "people": (
        '<circle cx="9" cy="8.5" r="3.25"/>'
        '<path d="M3 19.5a6 6 0 0 1 12 0M15.5 5.6a3.25 3.25 0 0 1 0 5.8'
        'M17.5 14.2a6 6 0 0 1 3.5 5.3"/>'
    ),
    "person": '<circle cx="12" cy="8.5" r="3.75"/><path d="M4.5 20a7.5 7.5 0 0 1 15 0"/>',
    "print": (
        '<path d="M7 9V4h10v5M7 17H4.5v-6.5a1.5 1.5 0 0 1 1.5-1.5h12a1.5 1.5 0 0 1 1.5 1.5V17H17"/>'
        '<path d="M7 14.5h10V20H7z"/>'
    ),
    "regulation": '<path d="M12 4v16M7 20h10M5 7h14M5 7l-2.5 6h5zM19 7l-2.5 6h5z"/>',
    "seal": '<path d="M12 3 5 6v5.5c0 4.5 3 7.7 7 9.5 4-1.8 7-5 7-9.5V6zM9 12l2.2 2.2L15 10.3"/>',
    "search": '<circle cx="11" cy="11" r="6"/><path d="m15.5 15.5 5 5"/>',
    "send": '<path d="M4 12 20 4l-5 16-3.5-6.5zM11.5 13.5 20 4"/>',
    "service": (
        '<path d="M5 14v-2a7 7 0 0 1 14 0v2M5 14h3v5H6.5A1.5 1.5 0 0 1 5 17.5z'
        'M19 14h-3v5h1.5a1.5 1.5 0 0 0 1.5-1.5z"/>'
    ),
    "settings": (
        '<path d="M4 7h9M17 7h3M4 12h3M11 12h9M4 17h9M17 17h3"/><circle cx="15" cy="7" r="2"/>'
        '<circle cx="9" cy="12" r="2"/><circle cx="15" cy="17" r="2"/>'
    ),
    "story": '<path d="M6 3h8l4 4v14H6zM14 3v4h4M9.5 12h5M9.5 16h5"/>',
    "training": (
        '<path d="M2.5 9.5 12 5l9.5 4.5L12 14zM6.5 11.5V16c1.5 1.4 3.5 2 5.5 2s4-.6 5.5-2v-4.5"/>'
    ),
    "undo": '<path d="M8.5 5 4 9.5 8.5 14M4 9.5h10a5.5 5.5 0 0 1 0 11H8"/>',
    "upload": '<path d="M12 15V4M7.5 8.5 12 4l4.5 4.5M5 19.5h14"/>',
}

FLAME = (
    '<path class="api" d="M13.6 1.5c.5 2.6 4.3 4.3 4.3 8.2a5.1 5.1 0 0 1-5.1 5.1c-2.9 0-5-2.1-5-4.9'
    ' 0-2.4 1.4-3.5 2.4-5.1.6 1 .9 1.7 1.1 2.7 1.4-1.5 2.3-3.4 2.3-6z"/>'
    '<path class="gagang" d="M7 13.9c.9 1.5 2.4 2.5 4.2 2.9L7.2 23.2 4 21.1z"/>'
)
