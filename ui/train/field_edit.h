#pragma once

#include <QLineEdit>

namespace selvedge {

// A line to type in that says at its right end, in grey, what the recipe has there: "default", or
// "was 512".
class FieldEdit : public QLineEdit {
    Q_OBJECT

public:
    explicit FieldEdit(QWidget* parent = nullptr);
    // The recipe's text; hints only appear once it is set.
    void setReference(const QString& text);
    // Draws the edge as wrong.
    void setFaulty(bool faulty);
    QString hint() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_reference;
    bool m_hasReference = false, m_faulty = false;
};

}  // namespace selvedge
