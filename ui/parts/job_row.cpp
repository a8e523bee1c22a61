#include "ui/parts/job_row.h"

#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>

#include "ui/parts/icons.h"
#include "ui/parts/jobs_dock.h"
#include "ui/parts/theme.h"
#include "ui/parts/type.h"
#include "ui/plot/number_text.h"

namespace selvedge {

namespace {

constexpr int kHeight = 30, kLogHeight = 112, kButton = 74, kLogButton = 52;

QString iconOf(Job::State state) {
    switch (state) {
        case Job::State::Waiting:
            return QStringLiteral("chronometer");
        case Job::State::Running:
            return QStringLiteral("media-playback-start");
        case Job::State::Stopping:
        case Job::State::Stopped:
            return QStringLiteral("media-playback-stop");
        case Job::State::Finished:
            return QStringLiteral("checkmark");
        case Job::State::Failed:
            return QStringLiteral("dialog-error");
    }
    return {};
}

}  // namespace

JobRow::JobRow(Job* job, QWidget* parent)
    : QWidget(parent),
      m_job(job),
      m_stop(new QPushButton(tr("Stop"), this)),
      m_open(new QPushButton(tr("Open"), this)),
      m_logButton(new QPushButton(tr("Log"), this)),
      m_log(new QPlainTextEdit(this)) {
    setFixedHeight(kHeight);
    m_stop->setAccessibleName(tr("Stop %1").arg(job->title()));
    m_open->setAccessibleName(tr("Open the result of %1").arg(job->title()));
    m_logButton->setAccessibleName(tr("Log of %1").arg(job->title()));
    m_logButton->setCheckable(true);
    m_log->setAccessibleName(m_logButton->accessibleName());
    m_log->setReadOnly(true);
    m_log->setTabChangesFocus(true);
    m_log->setFont(typeFont(-1));
    m_log->hide();
    connect(m_stop, &QPushButton::clicked, job, &Job::requestStop);
    connect(m_open, &QPushButton::clicked, job, &Job::open);
    connect(m_logButton, &QPushButton::toggled, this, [this](bool shown) {
        m_log->setVisible(shown);
        setFixedHeight(shown ? kHeight + kLogHeight : kHeight);
        refreshLog();
    });
    connect(job, &Job::changed, this, &JobRow::refresh);
    refresh();
}

void JobRow::refreshLog() {
    const auto& lines = m_job->log();
    if (m_log->isHidden() || (lines.size() == m_logged && lines.size() < Job::kMostLines))
        return;
    m_logged = lines.size();
    QStringList text;
    for (const Job::LogLine& line : lines)
        text += line.at.toString(QStringLiteral("hh:mm:ss")) + QStringLiteral("  ") + line.text;
    m_log->setPlainText(text.join(u'\n'));
    m_log->moveCursor(QTextCursor::End);
}

void JobRow::refresh() {
    m_state = jobStateText(m_job->state());
    const Progress progress = m_job->progress();
    if (m_job->hasEnded()) {
        m_what = m_job->text();
        m_time.clear();
    } else {
        m_what = QString::fromStdString(progress.what);
        if (progress.done > 0 || progress.total > 0) {
            const QString unit = QString::fromLatin1(progress.unit);
            const QString count =
                progress.total > 0
                    ? tr("%1 of %2 %3")
                          .arg(countText(std::int64_t(progress.done)),
                               countText(std::int64_t(progress.total)), unit)
                    : QStringLiteral("%1 %2").arg(countText(std::int64_t(progress.done)), unit);
            m_what = m_what.isEmpty() ? count : m_what + QStringLiteral(" · ") + count;
        }
        m_time = timeLeftText(m_job->secondsLeft());
        const double beat = m_job->secondsSinceHeartbeat();
        if (m_job->state() == Job::State::Running && beat >= 2) {
            const QString silent = tr("last sign %1 ago").arg(durationText(beat));
            m_time = m_time.isEmpty() ? silent : m_time + QStringLiteral(" · ") + silent;
        }
    }
    m_stop->setVisible(!m_job->hasEnded());
    m_stop->setEnabled(m_job->state() != Job::State::Stopping);
    m_stop->setText(m_job->state() == Job::State::Waiting ? tr("Remove") : tr("Stop"));
    setAccessibleName(QStringLiteral("%1, %2, %3").arg(m_job->title(), m_state, m_what));
    m_open->setVisible(m_job->canOpen());
    setToolTip(m_what);
    refreshLog();
    update();
}

void JobRow::resizeEvent(QResizeEvent*) {
    const QRect last(width() - kButton - 12, 2, kButton, kHeight - 4);
    m_stop->setGeometry(last);
    m_open->setGeometry(last);
    m_logButton->setGeometry(last.left() - kLogButton - 6, 2, kLogButton, kHeight - 4);
    m_log->setGeometry(40, kHeight, width() - 52, kLogHeight - 4);
}

void JobRow::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
    const bool failed = m_job->state() == Job::State::Failed;
    const QColor tone = themed(failed ? Token::Error : Token::Text2);
    painter.drawPixmap(12, 7, iconPixmap(iconOf(m_job->state()), 16, tone, devicePixelRatioF()));

    const int title = qBound(120, width() / 5, 260);
    const int state = 74;
    const int left = 40 + title + state;
    const int right = width() - kButton - kLogButton - 32;
    const auto line = [&](const QRect& rect, Token token, const QString& text) {
        painter.setPen(themed(token));
        painter.drawText(rect, Qt::AlignVCenter | Qt::TextSingleLine,
                         painter.fontMetrics().elidedText(text, Qt::ElideRight, rect.width()));
    };
    painter.setFont(typeFont());
    line(QRect(40, 0, title - 8, kHeight), Token::Text, m_job->title());
    line(QRect(40 + title, 0, state, kHeight), failed ? Token::Error : Token::Text2, m_state);
    painter.setFont(typeFont(-1));
    if (m_job->hasEnded()) {
        line(QRect(left, 0, right - left, kHeight), failed ? Token::Text : Token::Text2, m_what);
        return;
    }
    const int time = qBound(170, painter.fontMetrics().horizontalAdvance(m_time) + 10, 300);
    const int what = qMax(160, (right - left - time) / 2);
    const QRect groove(left, kHeight / 2 - 3, qMax(40, right - left - time - what - 16), 6);
    painter.fillRect(groove, themed(Token::Line));
    const double fraction = m_job->fraction();
    if (fraction >= 0)
        painter.fillRect(
            QRect(groove.topLeft(), QSize(qRound(fraction * groove.width()), groove.height())),
            themed(Token::Accent));
    line(QRect(groove.right() + 16, 0, what, kHeight), Token::Text, m_what);
    line(QRect(right - time + 8, 0, time - 8, kHeight), Token::Text2, m_time);
}

}  // namespace selvedge
