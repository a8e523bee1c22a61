#pragma once

#include <QComboBox>
#include <QStyledItemDelegate>

namespace selvedge {

// A drop-down list that says what it is of: "Protocol  Fashionpedia". In the list each choice has a
// sentence below its name. Emits `chosen` where a person chose, with the choice's data.
class ExplainedChoice : public QComboBox {
    Q_OBJECT

public:
    static constexpr int ExplanationRole = Qt::UserRole + 1;
    explicit ExplainedChoice(const QString& title, QWidget* parent = nullptr);
    struct Choice {
        QString name;
        QString explanation;
        QVariant data;
        bool enabled = true;
    };
    // The current one is that with `current` as its data; none: `otherwise` stands in its place.
    void setChoices(const std::vector<Choice>& choices, const QVariant& current,
                    const QString& otherwise = {});
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    QString shownText() const;  // of the current one, or `otherwise`

Q_SIGNALS:
    void chosen(const QVariant& data);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_title, m_otherwise;
};

}  // namespace selvedge
