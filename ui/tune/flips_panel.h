#pragma once

#include <QWidget>
#include <array>

#include "app/session/tuning_flips.h"
#include "ui/parts/thumbnails.h"
#include "ui/tune/flip_tiles.h"

class QPushButton;

namespace selvedge {

class TintedLabel;

// What another operating point changes, object by object, a group for each kind of change: as tiles
// with their count and a way to all of them in Browse; below, a sentence on the chosen threshold.
class FlipsPanel : public QWidget {
    Q_OBJECT

public:
    FlipsPanel(Session& session, TuningFlips& flips, QWidget* parent = nullptr);
    // "A → B", and where only objects of a category are shown, it.
    void setTitle(const QString& title);
    void setSentence(const QString& sentence);
    QString sentence() const;
    using Kind = TuningFlips::Kind;
    FlipTiles* tiles(Kind kind) const { return m_groups[std::size_t(kind)].tiles; }
    QPushButton* all(Kind kind) const { return m_groups[std::size_t(kind)].all; }
    // All that flipped, in one list.
    void openAll();
    static QString wordOf(Kind kind);  // "Gained"

private:
    struct Group {
        QWidget* box = nullptr;
        TintedLabel* count = nullptr;
        QPushButton* all = nullptr;
        FlipTiles* tiles = nullptr;
    };
    Group makeGroup(Kind kind);
    void takeSource();
    void refresh();
    std::vector<FlipTiles::Tile> tilesOf(Kind kind) const;
    void open(Kind kind, std::optional<std::size_t> tile);

    Session& m_session;
    TuningFlips& m_flips;
    ThumbnailLoader* m_loader;
    std::array<Group, TuningFlips::kKinds> m_groups;
    TintedLabel* m_title;
    TintedLabel* m_scope;
    TintedLabel* m_empty;
    TintedLabel* m_sentence;
    QPushButton* m_open;
    QString m_titleText;
    std::uint64_t m_generation = 0;  // of the source, whose detections are numbered meanwhile
};

}  // namespace selvedge
