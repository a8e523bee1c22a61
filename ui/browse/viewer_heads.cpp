#include "ui/browse/viewer_heads.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <set>

#include "ui/parts/theme.h"
#include "ui/parts/type.h"

namespace selvedge {

namespace {

constexpr int kHeadHeight = 28, kLegendHeight = 26;
constexpr double kSample = 26, kSwatch = 10, kRamp = 72, kGap = 16;
constexpr QRgb kShadow = 0xff2a2a2a;  // samples lie over black, as on photos

double widthOf(ViewerLegend::Entry::Kind kind) {
    switch (kind) {
        case ViewerLegend::Entry::Kind::Line:
            return kSample;
        case ViewerLegend::Entry::Kind::Ramp:
            return kRamp;
        case ViewerLegend::Entry::Kind::Swatch:
            break;
    }
    return kSwatch;
}

void paintSign(QPainter& painter, const QRectF& sign, const ViewerLegend::Entry& entry) {
    if (entry.kind == ViewerLegend::Entry::Kind::Swatch) {
        painter.fillRect(sign, entry.color);
    } else if (entry.kind == ViewerLegend::Entry::Kind::Ramp) {
        constexpr int kSteps = 24;
        const double step = sign.width() / kSteps;
        for (int i = 0; i < kSteps; ++i)
            painter.fillRect(QRectF(sign.left() + i * step, sign.top(), step + 0.5, sign.height()),
                             scoreColor((i + 0.5) / kSteps));
    } else {
        const double y = sign.center().y();
        painter.setPen(QPen(QColor::fromRgb(kShadow), 5, Qt::SolidLine, Qt::FlatCap));
        painter.drawLine(QPointF(sign.left() - 2, y), QPointF(sign.right() + 2, y));
        QPen line(Qt::white, 2, Qt::SolidLine, Qt::FlatCap);
        if (!entry.dashes.isEmpty())
            line.setDashPattern(entry.dashes);
        painter.setPen(line);
        painter.drawLine(QPointF(sign.left(), y), QPointF(sign.right(), y));
    }
}

}  // namespace

SideHead::SideHead(bool truth, QWidget* parent)
    : QWidget(parent), m_truth(truth), m_title(new QLabel), m_facts(new QLabel) {
    setFixedHeight(kHeadHeight);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(38, 0, 12, 0);
    m_title->setFont(typeFont(0, true));
    m_facts->setFont(typeFont(-1));
    m_facts->setForegroundRole(QPalette::PlaceholderText);
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_facts);
}

void SideHead::say(const QString& title, const QString& facts) {
    m_title->setText(title);
    m_title->setToolTip(title);
    m_facts->setText(facts);
}

void SideHead::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(QRect(0, height() - 1, width(), 1), themed(Token::Line));
    painter.fillRect(QRect(0, 0, 1, height()), themed(Token::Line));
    QPen sample(themed(m_truth ? Token::Truth : Token::Prediction), 2);
    sample.setCapStyle(Qt::FlatCap);
    if (!m_truth)
        sample.setDashPattern(runDashes(0));
    painter.setPen(sample);
    painter.drawLine(12, height() / 2, 30, height() / 2);
}

ViewerLegend::ViewerLegend(QWidget* parent) : QWidget(parent) {
    setFixedHeight(kLegendHeight);
    setFont(typeFont(-1));
    setAccessibleName(tr("Legend"));
    hide();
}

void ViewerLegend::show(const CanvasScene* scene, ColourBy colourBy) {
    m_entries.clear();
    using Kind = Entry::Kind;
    if (scene && scene->runs.size() > 1) {
        m_entries.push_back({Kind::Line, tr("ground truth"), {}, {}});
        for (std::size_t i = 0; i < scene->runs.size(); ++i) {
            const ObjectRef any{ObjectRef::Source::Prediction, 0, std::uint16_t(i)};
            if (scene->runs[i].cell)
                m_entries.push_back({Kind::Line,
                                     runLetter(*scene, any) + u' ' + scene->runs[i].name,
                                     {},
                                     runDashes(any.run)});
        }
    }
    if (scene && colourBy == ColourBy::Supercategory) {
        std::set<QString> seen;
        for (const CanvasObject& object : scene->objects) {
            if (seen.insert(object.family).second)
                m_entries.push_back({Kind::Swatch, object.family, object.familyColor, {}});
        }
    }
    if (scene && colourBy == ColourBy::Score)
        m_entries.push_back({Kind::Ramp, tr("score 0 to 1"), {}, {}});
    QStringList words;
    for (const Entry& entry : m_entries)
        words += entry.text;
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    setVisible(!m_entries.empty());
    update();
}

void ViewerLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), themed(Token::Panel));
    painter.fillRect(QRect(0, 0, width(), 1), themed(Token::Line));
    double x = 12;
    for (const Entry& entry : m_entries) {
        const double sign = widthOf(entry.kind);
        paintSign(painter, QRectF(x, height() / 2.0 - 5, sign, 10), entry);
        x += sign + 6;
        painter.setPen(themed(Token::Text2));
        const double text = painter.fontMetrics().horizontalAdvance(entry.text) + 2;
        painter.drawText(QRectF(x, 0, text, height()), Qt::AlignVCenter, entry.text);
        x += text + kGap;
    }
}

}  // namespace selvedge
