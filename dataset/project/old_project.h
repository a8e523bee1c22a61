#pragma once

#include <filesystem>
#include <memory>

#include "dataset/project/store.h"

namespace selvedge {

// The project that lies where a new one is to be put. The caller has its lock.
class OldProject {
public:
    // Throws Error(NotWritable) when what lies there is no project but somebody's file, Error(Busy)
    // when a program has it open for reading, Error(Unsupported) when it is of a newer version.
    explicit OldProject(const std::filesystem::path& path);

    // Its writing connection; null where there is none or it is damaged.
    SQLite::Database* store() { return m_store.get(); }
    bool damaged() const { return m_damaged; }
    // Its write-ahead log goes into the file, so that none is left beside the one that replaces it.
    // Error(Busy) when a program has it open.
    void close();
    // A damaged one goes to NAME.damaged: nobody knows what is in it. Returns where, else nothing.
    std::filesystem::path moveAway() const;

private:
    std::filesystem::path m_path;
    std::unique_ptr<SQLite::Database> m_store;
    bool m_damaged = false;
};

}  // namespace selvedge
