# What a serving process needs of its host: settings, ports, service manager; then the services themselves.
dialtone_library(
    dialtone_process
    SOURCES port_owner.cpp service_manager.cpp settings.cpp
    LINKS dialtone_common
    PRIVATE_LINKS dialtone_log
)
