// Carries the precompiled headers of a half's tests (packaging/cmake/signalbox.cmake).
