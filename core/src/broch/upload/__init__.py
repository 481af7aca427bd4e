"""``broch upload``: files, folders and archives to a server, over Orthanc's REST interface.

``folders`` and ``archives`` find the ``sources``, ``acknowledged`` remembers what a server has, ``sender`` speaks HTTP,
``run`` lets them work side by side, ``session`` is one run of the command, from check to summary.
"""
