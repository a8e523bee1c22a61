#pragma once

#include <QWidget>
#include <array>

#include "app/session/tuning_flips.h"
#include "ui/parts/thumbnails.h"

class QPushButton;

namespace selvedge {

class FlipTiles;
class TintedLabel;

// What another operating point changes, object by object: gained, lost, found by another detection;
// each as tiles with their count and a way to all of them in Browse; below, a sentence on the
// chosen threshold.
class FlipsPanel : public QWidget {
    Q_OBJECT

public:
    FlipsPanel(Session& session, TuningFlips& flips, QWidget* parent = nullptr);
    // "A → B", and where only objects of a category are shown, it.
    void setTitle(const QString& title);
    void setSentence(const QString& sentence);
    QString sentence() const;
    FlipTiles* tiles(std::size_t kind) const { return m_groups[kind].tiles; }
    QPushButton* all(std::size_t kind) const { return m_groups[kind].all; }
    // All that flipped, in one list.
    void openAll();
    static QString wordOf(std::size_t kind);  // "gained"

private:
    struct Group {
        QWidget* box = nullptr;
        TintedLabel* count = nullptr;
        QPushButton* all = nullptr;
        FlipTiles* tiles = nullptr;
    };
    Group makeGroup(std::size_t kind);
    void takeSource();
    void refresh();
    void open(std::size_t kind, std::optional<std::size_t> tile);

    Session& m_session;
    TuningFlips& m_flips;
    ThumbnailLoader* m_loader;
    std::array<Group, TuningFlips::kKinds.size()> m_groups;
    TintedLabel* m_title;
    TintedLabel* m_scope;
    TintedLabel* m_empty;
    TintedLabel* m_sentence;
    QPushButton* m_open;
    QString m_titleText;
};

}  // namespace selvedge
