#include "ui/welcome_page.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QVBoxLayout>

#include "ui/parts/action_registry.h"
#include "ui/parts/card_button.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

QLabel* heading(const QString& text) {
    auto* label = new QLabel(text);
    label->setFont(typeFont(2, true));
    return label;
}

QString tildePath(const QString& path) {
    const QString home = QDir::homePath();
    return path.startsWith(home + u'/') ? u'~' + path.mid(home.size()) : path;
}

}  // namespace

WelcomePage::WelcomePage(Session& session, const ActionRegistry& actions, QWidget* parent)
    : QWidget(parent), m_session(session), m_recent(new QVBoxLayout), m_drop(new QWidget) {
    setAccessibleName(tr("Welcome"));
    auto* start = new QVBoxLayout;
    start->setSpacing(8);
    start->addWidget(heading(tr("Start")));
    const auto card = [&](const char* id, const QString& icon, const QString& note) {
        QAction* action = actions.action(QLatin1String(id));
        auto* button = new CardButton(icon, action->text(), note,
                                      action->shortcut().toString(QKeySequence::NativeText), true);
        connect(button, &QAbstractButton::clicked, action, &QAction::trigger);
        start->addWidget(button);
    };
    card("file.open", QStringLiteral("document-open"),
         tr("train.csv in iMaterialist's layout, or a .selvedge project"));
    card("file.openFolder", QStringLiteral("folder-open"), tr("with a train.csv and its pictures"));
    card("file.openSample", QStringLiteral("draw-brush"),
         tr("24 drawn outfits, each part with its mask and attributes"));
    m_drop->setFixedHeight(92);
    m_drop->setAccessibleName(
        tr("Drop a CSV, a project, a folder of photos or a network's weights here"));
    start->addSpacing(8);
    start->addWidget(m_drop);
    auto* keys =
        new QLabel(tr("Ctrl+K finds any command. Photos and CSV are only read; your work "
                      "is kept in the project file."));
    keys->setWordWrap(true);
    keys->setFont(typeFont(-1));
    keys->setForegroundRole(QPalette::PlaceholderText);
    start->addWidget(keys);
    start->addStretch();

    auto* recent = new QVBoxLayout;
    recent->setSpacing(8);
    recent->addWidget(heading(tr("Recent")));
    m_recent->setSpacing(0);
    recent->addLayout(m_recent);
    recent->addStretch();

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(48, 36, 48, 24);
    layout->setSpacing(48);
    layout->addLayout(start, 5);
    layout->addLayout(recent, 8);
    connect(&session.settings(), &Settings::changed, this, [this](Settings::Key key) {
        if (key == Settings::Key::RecentProjects)
            fillRecent();
    });
    fillRecent();
}

void WelcomePage::fillRecent() {
    while (QLayoutItem* item = m_recent->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
    const QStringList paths =
        m_session.settings().value(Settings::Key::RecentProjects).toStringList();
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const bool there = info.exists();
        const QString name = info.completeBaseName() == QLatin1String("train")
                                 ? info.dir().dirName()
                                 : info.completeBaseName();
        const QString aside =
            there ? QLocale().toString(info.lastModified().date(), QLocale::ShortFormat)
                  : tr("not found");
        auto* card =
            new CardButton(QStringLiteral("view-grid"), name, tildePath(path), aside, false);
        card->setEnabled(there);
        connect(card, &QAbstractButton::clicked, this, [this, path] { m_session.open(path); });
        m_recent->addWidget(card);
    }
    if (paths.isEmpty()) {
        auto* none = new QLabel(tr("Datasets you open are listed here."));
        none->setForegroundRole(QPalette::PlaceholderText);
        m_recent->addWidget(none);
    }
}

void WelcomePage::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setPen(QPen(themed(Token::Border), 1, Qt::DashLine));
    const QRect r = m_drop->geometry().adjusted(0, 0, -1, -1);
    painter.drawRect(r);
    painter.setPen(themed(Token::Text2));
    painter.drawText(r, Qt::AlignCenter,
                     tr("Drop a CSV, a project, a folder of photos\nor a network's weights here"));
}

}  // namespace selvedge
