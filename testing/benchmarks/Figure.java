import java.util.Locale;

/**
 * One measured number.
 *
 * @param value not a number where nothing was measured
 * @param partial whether the work was not played to its end
 */
record Figure(double value, boolean partial) {
    static final Figure NONE = new Figure(Double.NaN, false);

    static Figure of(double value) {
        return new Figure(value, false);
    }

    boolean known() {
        return !Double.isNaN(value);
    }

    /** Ours divided by this one of theirs. */
    Figure ratio(Figure ours) {
        boolean comparable = known() && ours.known() && value > 0;
        return comparable ? new Figure(ours.value / value, partial || ours.partial) : NONE;
    }

    @Override
    public String toString() {
        if (!known()) {
            return "–";
        }
        String form = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : value >= 0.1 ? "%.2f" : "%.3f";
        String number = value > 0 && value < 0.001 ? "< 0.001" : String.format(Locale.ROOT, form, value);
        return partial ? number + "*" : number;
    }
}
