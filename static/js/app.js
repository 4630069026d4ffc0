import "./trust.js";
import "@hotwired/turbo";
