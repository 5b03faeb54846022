# What a serving process needs of its host: settings, ports, service manager.
dialtone_library(
    dialtone_process
    SOURCES start/dhcp_hints.cpp start/port_owner.cpp start/serve_plan.cpp start/service_manager.cpp
            start/settings.cpp
    LINKS dialtone_db dialtone_log dialtone_net
)

# The roles, and the composition root that wires them.
dialtone_library(
    dialtone_serve
    SOURCES roles/calls_role.cpp
            roles/dhcp_role.cpp
            roles/files_role.cpp
            roles/lease_writer.cpp
            roles/registration_log.cpp
            roles/request_claim.cpp
            roles/world_keeper.cpp
            roles/world_role.cpp
            serve.cpp
            server.cpp
            server_dhcp.cpp
            start/preparation.cpp
            start/tftp_plan.cpp
            start/wire_setup.cpp
    LINKS dialtone_process
          dialtone_admin
          dialtone_change
          dialtone_db
          dialtone_dhcp_service
          dialtone_files_disk
          dialtone_http_files
          dialtone_operations
          dialtone_provision
          dialtone_sccp_service
          dialtone_tftp_service
)
