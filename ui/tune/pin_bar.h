#pragma once

#include <QAbstractButton>
#include <vector>

#include "app/session/pins.h"

class QAction;
class QHBoxLayout;

namespace selvedge {

// A pin as a button: its key, its name, its headline.
class PinButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit PinButton(QWidget* parent = nullptr);
    void show(const QString& key, const Pins::Pin& pin, bool at, bool left);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override;

private:
    QString m_key, m_name, m_figure;
    bool m_left = false;  // it was switched to, and thresholds have changed since
};

// The pins in a row, the one that is looked at filled. A click switches to one; by its menu one is
// renamed or removed, and the other pins follow in the menu of the last button where there is no
// room for all.
class PinBar : public QWidget {
    Q_OBJECT

public:
    // `keys`: the actions that switch to the first pins.
    PinBar(Pins& pins, const QList<QAction*>& keys, QWidget* parent = nullptr);
    const std::vector<PinButton*>& buttons() const { return m_buttons; }
    static constexpr std::size_t kShown = 6;
    // At most so many buttons; for narrow windows.
    void setRoom(std::size_t buttons);

Q_SIGNALS:
    void switchWanted(std::size_t pin);
    void renameWanted(std::size_t pin);
    void removeWanted(std::size_t pin);

private:
    void refresh();
    void showMenu(std::size_t pin, const QPoint& global);

    Pins& m_pins;
    QList<QAction*> m_keys;
    std::vector<PinButton*> m_buttons;
    QAbstractButton* m_more;
    QHBoxLayout* m_row;
    std::size_t m_room = kShown;
};

}  // namespace selvedge
