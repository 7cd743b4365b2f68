#include "core/base/same_file.h"

#include <sys/stat.h>

namespace signalbox {

bool isSameFile(int descriptor, const std::filesystem::path& path) {
    struct stat opened{};
    struct stat named{};
    return ::fstat(descriptor, &opened) == 0 && ::lstat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

} // namespace signalbox
