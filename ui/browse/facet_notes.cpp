// FacetModel: what it says where values lack, and what would bring them.

#include <algorithm>

#include "ui/browse/facet_model.h"
#include "ui/plot/number_text.h"

namespace selvedge {

QString FacetModel::note(Facet facet) const {
    switch (facet) {
        case Facet::Verdict:
            return m_situation.judged       ? QString()
                   : m_situation.evaluating ? tr("Comparing with the ground truth…")
                   : m_situation.arriving
                       ? tr("%1 is being predicted. It is measured when all are there.")
                             .arg(m_situation.run)
                   : m_situation.predicted
                       ? tr("These predictions have not been compared with the ground truth.")
                       : tr("Verdicts need predictions: import a file or run Predict.");
        case Facet::Score:
            return m_situation.predicted
                       ? QString()
                       : tr("Scores need predictions: import a file or run Predict.");
        case Facet::Colour:
            return m_situation.coloursKnown < m_situation.objects
                       ? tr("known of %1 of %2 objects")
                             .arg(countText(qint64(m_situation.coloursKnown)),
                                  countText(qint64(m_situation.objects)))
                       : QString();
        case Facet::Tag:
            return hasAny(facet) ? QString() : tr("Nothing is tagged yet.");
        case Facet::Collection:
            return hasAny(facet) ? QString() : tr("There are no collections yet.");
        default:
            return {};
    }
}

FacetModel::Command FacetModel::commandOf(Facet facet) const {
    if (facet != Facet::Verdict || m_situation.judged || m_situation.evaluating ||
        m_situation.arriving)
        return Command::None;
    return m_situation.predicted ? Command::Evaluate : Command::ImportPredictions;
}

bool FacetModel::hasAny(Facet facet) const {
    for (const Group& group : m_groups) {
        if (group.facet == facet && std::any_of(group.rows.begin(), group.rows.end(),
                                                [](const Row& row) { return row.total > 0; }))
            return true;
    }
    return false;
}

QString FacetModel::commandText(Facet facet) const {
    switch (commandOf(facet)) {
        case Command::None:
            break;
        case Command::Evaluate:
            return tr("Evaluate");
        case Command::ImportPredictions:
            return tr("Import predictions…");
    }
    return {};
}

}  // namespace selvedge
