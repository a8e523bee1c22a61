#pragma once

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <memory>

#include "dataset/image/image.h"
#include "dataset/mask/text_forms.h"
#include "dataset/project/project.h"

// A data set of a few grey pictures of 40 x 60 with two rectangles each, made in a temporary
// folder. Categories by id: a coat (9) in every picture, a shoe (23) in every second one, in every
// third a dress (10) instead of the coat. Attributes: picture 0's first object has 3 and 5.
class SmallProject {
public:
    static constexpr int kWidth = 40, kHeight = 60;

    explicit SmallProject(int images = 6, bool withPictures = true) {
        QString text = QStringLiteral("ImageId,EncodedPixels,Height,Width,ClassId,AttributesIds\n");
        QDir(m_folder.path()).mkdir(QStringLiteral("images"));
        for (int i = 0; i < images; ++i) {
            const QString id = imageId(i);
            text += row(id, {5, 5, 20, 30}, i % 3 == 2 ? 10 : 9, i == 0 ? "\"3,5\"" : "");
            if (i % 2 == 0)
                text += row(id, {8, 45, 10, 8}, 23, "");
            if (withPictures)
                selvedge::writeJpeg(
                    m_folder.filePath(QStringLiteral("images/%1.jpg").arg(id)).toStdString(),
                    {kWidth, kHeight, std::vector<std::uint8_t>(3 * kWidth * kHeight, 120)});
        }
        QFile file(csv());
        if (file.open(QIODevice::WriteOnly))
            file.write(text.toUtf8());
    }
    static QString imageId(int index) {
        return QStringLiteral("img%1").arg(index, 4, 10, QLatin1Char('0'));
    }
    QString csv() const { return m_folder.filePath(QStringLiteral("train.csv")); }
    QString path(const QString& name) const { return m_folder.filePath(name); }
    std::shared_ptr<selvedge::Project> open() const {
        const auto file = path(QStringLiteral("small.selvedge")).toStdString();
        selvedge::Project::importCsv(csv().toStdString(), file);
        return selvedge::Project::open(file);
    }

private:
    static QString row(const QString& id, selvedge::IntBox box, int category,
                       const char* attributes) {
        const auto mask = selvedge::RleMask::fromBox(kWidth, kHeight, box);
        return QStringLiteral("%1,%2,%3,%4,%5,%6\n")
            .arg(id, QString::fromStdString(selvedge::toKaggleRle(mask)))
            .arg(kHeight)
            .arg(kWidth)
            .arg(category)
            .arg(QLatin1String(attributes));
    }
    QTemporaryDir m_folder;
};
